package io.sidetone.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.sidetone.world.World;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** Somebody looks at the page. Whoever leaves has seen no error in the console and no breach of the policy. */
final class Visit implements AutoCloseable {
    /** A browser says so itself when a server is away or nobody is signed in; the page cannot keep it from that. */
    private static final Pattern EXPECTED =
            Pattern.compile("WebSocket connection to .* failed|Failed to load resource: .*(status of 401|net::ERR_)");

    private static final String REPORT_BREACHES = "document.addEventListener('securitypolicyviolation', event =>"
            + " console.error('breach of the policy: ' + event.violatedDirective + ' ' + event.blockedURI))";

    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> expected = new CopyOnWriteArrayList<>();

    private Visit(Browser browser, Browser.NewContextOptions options) {
        context = browser.newContext(options.setLocale("en-GB").setTimezoneId("UTC"));
        context.addInitScript(REPORT_BREACHES);
        page = context.newPage();
        page.setDefaultTimeout(30_000);
        page.onConsoleMessage(message -> {
            boolean bad = message.type().equals("error") || message.type().equals("warning");
            boolean expects =
                    EXPECTED.matcher(message.text()).find() || expected.stream().anyMatch(message.text()::contains);
            if (bad && !expects) {
                complaints.add(message.type() + ": " + message.text());
            }
        });
        page.onPageError(error -> complaints.add("thrown: " + error));
    }

    static Visit of(Browser browser) {
        return of(browser, 1440, 900, ColorScheme.LIGHT);
    }

    static Visit of(Browser browser, int width, int height, ColorScheme scheme) {
        return new Visit(
                browser,
                new Browser.NewContextOptions().setViewportSize(width, height).setColorScheme(scheme));
    }

    static Visit withReducedMotion(Browser browser) {
        return new Visit(
                browser,
                new Browser.NewContextOptions()
                        .setViewportSize(1440, 900)
                        .setColorScheme(ColorScheme.DARK)
                        .setReducedMotion(ReducedMotion.REDUCE));
    }

    /** Signed in, without movements. */
    static Visit signedIn(Browser browser, World world, String token) {
        Visit visit = of(browser);
        visit.page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        visit.signIn(URI.create(world.server().publicUrl().toString()), token);
        return visit;
    }

    Page page() {
        return page;
    }

    Locator at(String selector) {
        return page.locator(selector);
    }

    /** By the link that a server prints. Returns when the page is live. */
    void signIn(URI server, String token) {
        page.navigate(server + "/#token=" + token);
        page.waitForSelector("header[data-phase=live]");
    }

    /** Nothing that axe-core finds stands in the way of those who cannot see or point; what does is named with this. */
    void isAccessible(String where) {
        assertThat(new AxeBuilder(page)
                        .analyze().getViolations().stream()
                                .map(it ->
                                        it.getId() + ": " + it.getNodes().get(0).getHtml()))
                .as("axe in %s", where)
                .isEmpty();
    }

    /** Keeps a picture of the window for people to look at. */
    void picture(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", name + ".png")));
    }

    /** From now on the browser may say this: what comes is what a test wants. */
    void expects(String part) {
        expected.add(part);
    }

    /** Everything that was complained about so far. */
    List<String> complaints() {
        return complaints;
    }

    @Override
    public void close() {
        context.close();
        assertThat(complaints).as("the console").isEmpty();
    }
}
