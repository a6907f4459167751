package io.sidetone.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.sidetone.settings.Settings;
import io.sidetone.settings.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * What the page costs a browser, from the browser's own trace: how busy its main thread is, and how many frames it
 * draws, with a crowd of calls on it: at rest, with a call open, and while the list is scrolled all the time; and, to
 * compare with, what scrolling a plain page costs.
 * {@code -Dcalls=500 -Dseconds=20}; {@code -Dtraces=} a directory keeps the traces for the browser's own tools,
 * {@code -Dcategories=} makes them tell more, {@code -Donly=scrolling} measures only the lines of these names.
 */
final class PageBench {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CALLS = Integer.getInteger("calls", 500);
    private static final int SECONDS = Integer.getInteger("seconds", 20);
    private static final String TRACES = System.getProperty("traces"); // null: they are not kept
    private static final String ONLY = System.getProperty("only", ""); // names of lines, with commas; empty: all
    private static final String MORE =
            System.getProperty("categories", ""); // of traces, with commas: they cost something
    private static final String TOKEN = "for-benches-only";
    private static final String SCROLL = "ms => new Promise(done => {"
            + "const list = [...document.querySelectorAll('*')].find(it => it.scrollHeight > it.clientHeight + 200"
            + " && getComputedStyle(it).overflowY !== 'visible');"
            + "const start = performance.now(); let last = start; let down = 1; const gaps = [];"
            + "const step = now => { gaps.push(now - last); last = now; list.scrollTop += down * 24;"
            + "if (list.scrollTop + list.clientHeight >= list.scrollHeight - 1) down = -1;"
            + "if (list.scrollTop <= 0) down = 1;"
            + "now - start < ms ? requestAnimationFrame(step) : done(gaps.slice(1)); };"
            + "requestAnimationFrame(step); })";

    /** What scrolling costs by itself on this machine: the same way, on a page without anything. */
    private static final String PLAIN =
            "<div style='height:100vh;overflow:auto'><div style='height:30000px'></div></div>";

    private static final int PX_PER_SECOND = 24 * 60;
    private static final int POINTER_X = 400;
    private static final int POINTER_Y = 450;

    private PageBench() {}

    public static void main(String[] args) throws IOException {
        Map<String, String> given = Map.of(
                "http.port", "0",
                "management.port", "0",
                "deepgram.url", "ws://127.0.0.1:9",
                "dashboard.token", TOKEN,
                "data.dir", Files.createTempDirectory("page").toString());
        try (Sidetone server = Sidetone.start(Settings.read(new Sources(given, Map.of(), null)));
                Crowd crowd = new Crowd(server.engine(), CALLS);
                Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(
                                        Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium")))
                                .setArgs(List.of("--headless", "--no-sandbox", "--disable-gpu")))) {
            crowd.start();
            Page page = browser.newPage(new Browser.NewPageOptions().setViewportSize(1600, 900));
            page.navigate(server.publicUrl() + "/#token=" + TOKEN);
            page.waitForSelector("header[data-phase=live]");
            page.waitForSelector(".row:not([hidden])");
            page.waitForTimeout(SECONDS * 500.0); // until compiled
            pointAtList(page);
            System.out.printf("%d calls, two legs each, two guesses a second; %d s per line%n", CALLS, SECONDS);
            measure(browser, page, "at rest", () -> page.waitForTimeout(SECONDS * 1_000.0));
            scroll(browser, page, "scrolling");
            measure(browser, page, "by wheel", () -> wheel(page));
            page.locator(".row:not([hidden])").nth(8).click();
            pointAtList(page);
            page.waitForTimeout(3_000);
            measure(browser, page, "one call open", () -> page.waitForTimeout(SECONDS * 1_000.0));
            scroll(browser, page, "open and scrolling");
            System.out.printf(
                    "elements in the document: %s%n", page.evaluate("document.getElementsByTagName('*').length"));
            page.navigate("about:blank");
            page.setContent(PLAIN);
            scroll(browser, page, "a plain page");
        }
        System.exit(0);
    }

    /** Who scrolls the list has the pointer on it. */
    private static void pointAtList(Page page) {
        page.mouse().move(POINTER_X, POINTER_Y);
    }

    /** As fast as the script scrolls, there and back, but by the browser as for a mouse wheel. */
    private static void wheel(Page page) {
        CDPSession session = page.context().newCDPSession(page);
        for (int direction : new int[] {-1, 1}) {
            JsonObject gesture = new JsonObject();
            gesture.addProperty("x", POINTER_X);
            gesture.addProperty("y", POINTER_Y);
            gesture.addProperty("yDistance", direction * PX_PER_SECOND * SECONDS / 2);
            gesture.addProperty("speed", PX_PER_SECOND);
            gesture.addProperty("gestureSourceType", "mouse");
            session.send("Input.synthesizeScrollGesture", gesture);
        }
        session.detach();
    }

    private static boolean isAskedFor(String name) {
        return ONLY.isEmpty() || List.of(ONLY.split(",")).contains(name);
    }

    private static void scroll(Browser browser, Page page, String name) throws IOException {
        if (!isAskedFor(name)) {
            return;
        }
        List<Double> gaps = new ArrayList<>();
        measure(browser, page, name, () -> {
            for (Object gap : (List<?>) page.evaluate(SCROLL, SECONDS * 1_000)) {
                gaps.add(((Number) gap).doubleValue());
            }
        });
        Collections.sort(gaps);
        System.out.printf(
                "               frames as its script saw them: %.1f a second, p99 %.1f ms, longest %.1f ms%n",
                1_000.0 * gaps.size() / gaps.stream().mapToDouble(it -> it).sum(),
                gaps.get((int) (gaps.size() * 0.99)),
                gaps.get(gaps.size() - 1));
    }

    private static void measure(Browser browser, Page page, String name, Runnable what) throws IOException {
        if (!isAskedFor(name)) {
            return;
        }
        List<String> categories = new ArrayList<>(MainThread.CATEGORIES);
        if (!MORE.isEmpty()) {
            categories.addAll(List.of(MORE.split(",")));
        }
        browser.startTracing(page, new Browser.StartTracingOptions().setCategories(categories));
        what.run();
        byte[] trace = browser.stopTracing();
        if (TRACES != null) {
            Files.write(Path.of(TRACES, name.replaceAll("\\W+", "-") + ".json"), trace);
        }
        System.out.println(
                MainThread.of(JSON.readTree(trace).path("traceEvents")).describe(name));
    }
}
