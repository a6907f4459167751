package io.sidetone.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.sidetone.sim.webhook.ListenerOptions;
import io.sidetone.sim.webhook.Reply;
import io.sidetone.sim.webhook.WebhookListener;
import io.sidetone.sim.webhook.WebhookSecret;
import io.sidetone.world.World;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A call that is over: found by what was said, opened, exported; and its finals, which a webhook did not want at first. */
@Tag("browser")
@ExtendWith(Chromium.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class PastTest {

    private final AtomicBoolean refusing = new AtomicBoolean(true);

    @Test
    void isFoundOpenedExportedAndDeliveredAfterAll(Browser browser, @TempDir Path data) throws Exception {
        try (WebhookListener crm = WebhookListener.start(ListenerOptions.of(
                                Clock.systemUTC(), WebhookSecret.parse(World.SECRET))
                        .replying(event -> refusing.get() && event.type().equals("transcript.final")
                                ? Reply.status(422)
                                : Reply.json("{\"intent\":\"repair\"}")));
                World world = World.start(data, Map.of("webhook.url", crm.url().toString()));
                Visit visit = Visit.of(browser)) {
            Calls calls = new Calls(world);
            String callId =
                    calls.place("hello", "+15550100001", "support").join().callSid();
            visit.page().emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
            visit.signIn(URI.create(world.server().publicUrl().toString()), World.DASHBOARD_TOKEN);

            found(visit, callId);
            exported(visit, world, callId);
            deliveredAfterAll(visit, crm);
            assertThat(visit.complaints()).isEmpty();
        }
    }

    private static void found(Visit visit, String callId) {
        visit.page()
                .getByText("History", new Page.GetByTextOptions().setExact(true))
                .click();
        assertThat(visit.at(".archive table.calls tbody tr")).hasCount(1);
        assertThat(visit.at(".archive table.calls tbody th")).hasText("+1 555 010 0001");
        visit.page().keyboard().type("PUMP"); // the search has the focus
        assertThat(visit.at(".hit mark")).hasText("pump");
        look(visit, "history");
        visit.at(".archive-bar input").fill("nobody said this");
        assertThat(visit.at(".archive:not([hidden])")).containsText("Nobody said this.");
        visit.at(".archive-bar input").fill("pump");
        assertThat(visit.at(".hit mark")).hasText("pump");
        visit.at(".hit a").press("Enter");
        assertThat(visit.page()).hasURL(Pattern.compile("#/calls/" + callId));
        assertThat(visit.at(".line .said").nth(1)).hasText("Hi, the pump in building two has stopped.");
        assertThat(visit.at(".line.found")).hasCount(1);
        assertThat(visit.at(".state")).containsText("Ended");
    }

    private static void exported(Visit visit, World world, String callId) throws IOException, InterruptedException {
        visit.page().getByLabel("Export").first().click();
        Download download = visit.page()
                .waitForDownload(
                        () -> visit.page().getByText("Subtitles (WebVTT)").click());
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(world.server().publicUrl() + "/api/v1/calls/" + callId + "/transcript?format=vtt"))
                .header("Authorization", "Bearer " + World.DASHBOARD_TOKEN)
                .build();
        String direct = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        assertThat(Files.readString(download.path())).isEqualTo(direct).startsWith("WEBVTT");
        visit.page().keyboard().press("Escape");
    }

    private void deliveredAfterAll(Visit visit, WebhookListener crm) {
        visit.page()
                .getByText("Deliveries", new Page.GetByTextOptions().setExact(true))
                .click();
        assertThat(visit.at("table.deliveries tbody tr")).hasCount(2);
        assertThat(visit.at("table.deliveries .replied").first()).containsText("422");
        look(visit, "deliveries");
        refusing.set(false);
        visit.page().getByLabel(Pattern.compile("^Send again: ")).first().click();
        assertThat(visit.at("table.deliveries tbody tr")).hasCount(1);
        visit.page().getByText("Send all again").click();
        assertThat(visit.at("table.deliveries tbody tr")).hasCount(0);
        assertThat(visit.at(".archive:not([hidden])")).containsText("Nothing is dead");
        assertThat(crm.events().stream()
                        .filter(event -> event.taken() && event.type().equals("transcript.final")))
                .hasSize(2);
    }

    private static void look(Visit visit, String name) {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            visit.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            for (int width : new int[] {1440, 1024, 390}) {
                visit.page().setViewportSize(width, 900);
                String picture = name + "-" + width + "-" + scheme.name().toLowerCase(Locale.ROOT);
                visit.picture(picture);
                visit.isAccessible(picture);
            }
        }
        visit.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        visit.page().setViewportSize(1440, 900);
    }
}
