package io.sidetone.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import io.sidetone.sim.twilio.CallReport;
import io.sidetone.tail.Relay;
import io.sidetone.world.World;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The connection breaks in the middle of a call: afterwards nothing is missing in the page, and nothing is there twice. */
@Tag("browser")
@ExtendWith(Chromium.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ReconnectTest {
    @Test
    void nothingIsMissingAndNothingIsDoubled(Browser browser, @TempDir Path data) throws Exception {
        try (World world = World.start(data, Map.of());
                Relay relay = new Relay(world.server().port());
                Visit visit = Visit.of(browser)) {
            visit.signIn(relay.url(), World.DASHBOARD_TOKEN);
            Page page = visit.page();
            Calls calls = new Calls(world);
            CompletableFuture<CallReport> report =
                    calls.place(calls.beginning("serial-number", 16_200, "+15550100001", "support"));
            visit.at(".row").first().click();
            assertThat(visit.at(".line .settled:not(:empty)").first()).isVisible();

            relay.cut();
            assertThat(visit.at("header[data-phase=reconnecting]")).isVisible();
            assertThat(visit.at(".note")).containsText("Connection lost");
            assertThat(visit.at(".row .time").first()).containsText("~");
            assertThat(visit.at(".line").first()).isVisible();
            page.waitForFunction( // the next painting takes away what was guessed; nothing may bring it back
                    "() => [...document.querySelectorAll('.nearly, .rest, .words .open')].every(it => !it.textContent)");
            long before = finals(world);
            page.waitForCondition(
                    () -> finals(world) > before + 1 || report.isDone()); // said while the page is cut off

            assertThat(page.evaluate("() => [...document.querySelectorAll('.nearly, .rest, .words .open')]"
                            + ".map(it => it.textContent).join('')"))
                    .as("no guess is shown as if it were live")
                    .isEqualTo("");

            relay.plug(world.server().port());
            page.waitForCondition(() -> {
                page.evaluate("() => document.querySelector('.note:not([hidden]) button:not([hidden])')?.click()");
                return visit.at("header:is([data-phase=live], [data-phase=restored])")
                                .count()
                        > 0;
            });
            assertThat(visit.at(".mark[data-type='call.ended']")).isVisible();

            String callId = report.join().callSid();
            world.ended(callId).join();
            assertThat(LiveCallTest.lines(page)).hasSizeGreaterThan(4).isEqualTo(calls.utterances(callId));
            assertThat(visit.at(".line:has(.delivery[hidden])")).hasCount(0); // each knows what became of its delivery
        }
    }

    private static long finals(World world) {
        return world.allEvents().stream()
                .filter(it -> it.type().equals("transcript.final"))
                .count();
    }
}
