package io.sidetone.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import io.sidetone.world.World;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Words from the settings, said on a call: its row says so, the list has it, and the line is marked. And who may do what. */
@Tag("browser")
@ExtendWith(Chromium.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class AlertsTest {
    private static final String VIEWER = "0123456789abcdef0123456789abcdef0123456789abcdef";
    private static final String SETTINGS = """
            dashboard:
              alerts:
                - name: Pump trouble
                  words: [PUMP]
                  severity: warning
                - name: Nobody says this
                  patterns: ['zeppelin(s|e)?']
              users:
                - name: val
                  role: viewer
                  token: %s
            """.formatted(VIEWER);

    @Test
    void whatIsSaidIsNoticedWhereverOneLooks(Browser browser, @TempDir Path data) throws Exception {
        Path file = Files.writeString(data.resolve("sidetone.yaml"), SETTINGS);
        try (World world = World.start(data.resolve("kept"), Map.of(), file);
                Visit visit = Visit.of(browser)) {
            Page page = visit.page();
            page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
            visit.signIn(URI.create(world.server().publicUrl().toString()), World.DASHBOARD_TOKEN);
            assertThat(visit.at("button.alerts")).isVisible();
            String callId = new Calls(world)
                    .place("hello", "+15550100001", "support")
                    .join()
                    .callSid();

            assertThat(visit.at(".row .flag.alert")).isVisible();
            assertThat(visit.at("button.alerts .number")).hasText("1");
            visit.at("button.alerts").click();
            assertThat(visit.at(".alert-entry mark")).hasText("pump");
            visit.isAccessible("alerts-1440-light");
            visit.picture("alerts-1440-light");
            visit.at(".alert-entry").press("Enter");
            assertThat(page).hasURL(Pattern.compile("#/calls/" + callId));
            assertThat(visit.at(".line[data-alert=warning] .alert-tag")).hasText("Alert: Pump trouble");
            assertThat(visit.at(".line[data-alert]")).hasCount(1);
            assertThat(visit.complaints()).isEmpty();
        }
    }

    @Test
    void aViewerSeesAndChangesNothing(Browser browser, @TempDir Path data) throws Exception {
        Path file = Files.writeString(data.resolve("sidetone.yaml"), SETTINGS);
        try (World world = World.start(data.resolve("kept"), Map.of(), file);
                Visit visit = Visit.of(browser)) {
            visit.signIn(URI.create(world.server().publicUrl().toString()), VIEWER);
            assertThat(visit.at(".user")).hasText("val");
            Calls calls = new Calls(world);
            calls.place(calls.endless("hello", "+15550100001", "support"));
            visit.at(".row .number").first().click();
            assertThat(visit.at(".call .state").first()).hasText("Live");
            assertThat(visit.at(".call .recording")).isHidden();
            assertThat(visit.complaints()).isEmpty();
        }
    }
}
