package io.sidetone.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import io.sidetone.world.World;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A saved view: the server sends its calls and no others, and the browser remembers it. */
@Tag("browser")
@ExtendWith(Chromium.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ViewsTest {
    @Test
    void onlyItsCallsAreSentUntilAnotherIsChosen(Browser browser, @TempDir Path data) throws Exception {
        try (World world = World.start(data, Map.of());
                Visit visit = Visit.of(browser)) {
            List<String> received = new CopyOnWriteArrayList<>();
            Page page = visit.page();
            page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
            page.onWebSocket(socket -> socket.onFrameReceived(frame -> received.add(String.valueOf(frame.text()))));
            URI server = URI.create(world.server().publicUrl().toString());
            visit.signIn(server, World.DASHBOARD_TOKEN);
            Calls calls = new Calls(world);
            calls.place(calls.endless("hello", "+15550100001", "support"));
            calls.place(calls.endless("hello", "+15550100002", "billing"));
            assertThat(visit.at(".count")).hasText("2 of 2");

            saved(visit);
            assertThat(visit.at(".count")).hasText("1 of 1");
            assertThat(visit.at(".row:not([hidden]) .number")).hasText("+1 555 010 0001");
            received.clear();
            calls.place(calls.endless("hello", "+15550100003", "billing"));
            calls.place(calls.endless("hello", "+15550100004", "support"));
            assertThat(visit.at(".count")).hasText("2 of 2");
            assertThat(String.join("\n", received))
                    .contains("+15550100004")
                    .doesNotContain("+15550100002", "+15550100003");

            received.clear();
            page.reload();
            assertThat(visit.at(".count")).hasText("2 of 2");
            assertThat(visit.at("select.saved-views")).hasValue("=Support");
            assertThat(String.join("\n", received)).doesNotContain("+15550100002", "+15550100003");
            visit.at("select.saved-views").selectOption("");
            assertThat(visit.at(".count")).hasText("4 of 4");
            forgotten(visit);
        }
    }

    private static void saved(Visit visit) {
        Page page = visit.page();
        visit.at("select.saved-views").selectOption("+");
        assertThat(visit.at("dialog.box input[name=name]")).isFocused();
        page.keyboard().type("Support");
        visit.at("dialog.box input[name=labels]").fill("support");
        page.keyboard().press("Enter");
        assertThat(visit.at("dialog.box [role=alert]")).containsText("support is no label");
        visit.isAccessible("view-1440-light");
        visit.picture("view-1440-light");
        visit.at("dialog.box input[name=labels]").fill("queue=support");
        page.keyboard().press("Enter");
        assertThat(visit.at("dialog.box")).hasCount(0);
        assertThat(visit.at("select.saved-views")).hasValue("=Support");
    }

    private static void forgotten(Visit visit) {
        visit.at("select.saved-views").selectOption("=Support");
        assertThat(visit.at(".count")).hasText("2 of 2");
        visit.at("select.saved-views").selectOption("-");
        assertThat(visit.at(".count")).hasText("4 of 4");
        assertThat(visit.at("select.saved-views option")).hasCount(2);
    }
}
