package io.sidetone.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.sidetone.world.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An admin erases a call from the page; whoever else has it open keeps nothing of it. */
@Tag("browser")
@ExtendWith(Chromium.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class EraseTest {
    private static final String SUPERVISOR = "0123456789abcdef0123456789abcdef0123456789abcdef";
    private static final String SETTINGS = """
            dashboard:
              alerts: [{name: Pump trouble, words: [PUMP]}]
              users: [{name: sue, role: supervisor, token: %s}]
            """.formatted(SUPERVISOR);
    private static final String ERASE = ".call button[aria-label='Erase this call']";
    private static final String GET = "path => fetch('/api/v1' + path).then(it => it.text())";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit's
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path file;

    @BeforeEach
    void settings() throws Exception {
        file = Files.writeString(folder.resolve("sidetone.yaml"), SETTINGS);
    }

    private World world() throws Exception {
        return World.start(folder.resolve("kept"), Map.of(), file);
    }

    private static void open(Visit visit, String callId) {
        visit.page().evaluate("id => { location.hash = '#/calls/' + id; }", callId);
        assertThat(visit.at(".line .said").nth(1)).hasText("Hi, the pump in building two has stopped.");
        assertThat(visit.at(".call .state")).containsText("Ended");
    }

    @Test
    void itIsGoneForEverybodyAndTheAuditSaysWhoDidIt(Browser browser) throws Exception {
        try (World world = world();
                Visit admin = Visit.signedIn(browser, world, World.DASHBOARD_TOKEN);
                Visit other = Visit.signedIn(browser, world, SUPERVISOR)) {
            String callId = new Calls(world)
                    .place("hello", "+15550100001", "support")
                    .join()
                    .callSid();
            open(admin, callId);
            open(other, callId);
            assertThat(other.at("button.alerts .number")).hasText("1");
            assertThat(other.at(ERASE)).isHidden();

            cancelled(admin);
            other.expects("status of 404");
            byKeyboard(admin);

            assertThat(admin.at(".call")).hasCount(0);
            assertThat(admin.at(".row:not([hidden])")).hasCount(0);
            assertThat(admin.at("header")).containsText("Erased: ");
            assertThat(other.at(".row:not([hidden])")).hasCount(0);
            goneFrom(other);
            assertThat(other.at(".alert-entry")).hasCount(0);
            assertThat((String) admin.page().evaluate(GET, "/audit"))
                    .contains("\"what\":\"erase\"", "\"subject\":\"call " + callId, "\"outcome\":\"ok\"");
            assertThat((String) admin.page().evaluate(GET, "/search?q=pump")).contains("\"items\":[]");
        }
    }

    /** Nothing happens before somebody has said yes. */
    private static void cancelled(Visit admin) {
        Page page = admin.page();
        admin.at(ERASE).focus();
        page.keyboard().press("Enter");
        assertThat(admin.at("dialog.box h2")).hasText("Erase this call?");
        assertThat(admin.at("dialog.box")).containsText("+1 555 010 0001");
        assertThat(admin.at("dialog.box .choices button").first()).isFocused();
        admin.isAccessible("erase-1440-light");
        admin.picture("erase-1440-light");
        page.keyboard().press("Enter"); // on Cancel
        assertThat(admin.at("dialog.box")).hasCount(0);
        assertThat(admin.at(ERASE)).isFocused();
        assertThat(admin.at(".line").first()).isVisible();
    }

    private static void byKeyboard(Visit admin) {
        admin.page().keyboard().press("Enter");
        assertThat(admin.at("dialog.box .choices button").first()).isFocused();
        admin.page().keyboard().press("Tab");
        assertThat(admin.at("dialog.box .danger")).isFocused();
        admin.page().keyboard().press("Enter");
        assertThat(admin.at("dialog.box")).hasCount(0);
    }

    private static void goneFrom(Visit other) {
        assertThat(other.at(".call h2")).containsText("Call not found");
        assertThat(other.at(".call .line, .call .mark, .call .leg")).hasCount(0);
        assertThat(other.at(".call .problem")).isVisible();
        assertThat(other.at(".call")).not().containsText("pump");
    }

    @Test
    void whoHasAnOldCallOpenKeepsNothingOfItEither(Browser browser) throws Exception {
        String callId;
        try (World before = world()) {
            callId = new Calls(before)
                    .place("hello", "+15550100001", "support")
                    .join()
                    .callSid();
            before.ended(callId).join();
        }
        try (World world = world(); // another life, whose feed does not know the call
                Visit admin = Visit.signedIn(browser, world, World.DASHBOARD_TOKEN);
                Visit other = Visit.signedIn(browser, world, SUPERVISOR)) {
            open(admin, callId);
            open(other, callId);
            other.expects("status of 404");
            admin.at(ERASE).click();
            admin.at("dialog.box .danger").click();
            assertThat(admin.at(".call")).hasCount(0);
            goneFrom(other);
        }
    }

    @Test
    void whatCannotBeErasedIsSaidWhereOneAsked(Browser browser) throws Exception {
        try (World world = world();
                Visit admin = Visit.signedIn(browser, world, World.DASHBOARD_TOKEN)) {
            String callId = new Calls(world)
                    .place("hello", "+15550100001", "support")
                    .join()
                    .callSid();
            open(admin, callId);
            admin.expects("status of 403");
            admin.page()
                    .route(
                            "**/api/v1/calls/*",
                            route -> route.resume(new Route.ResumeOptions()
                                    .setHeaders(Map.of("origin", "https://elsewhere.example"))));
            admin.at(ERASE).click();
            admin.at("dialog.box .danger").click();
            assertThat(admin.at("dialog.box [role=alert]")).containsText("Not erased: ");
            assertThat(admin.at("dialog.box .danger")).isFocused();
            admin.page().keyboard().press("Escape");
            assertThat(admin.at(".line").first()).isVisible();
        }
    }
}
