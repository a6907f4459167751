package io.sidetone.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import io.sidetone.sim.twilio.CallReport;
import io.sidetone.world.World;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A real server, a simulated call, and somebody who watches it word by word. */
@Tag("browser")
@ExtendWith(Chromium.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class LiveCallTest {
    /** Notes what each line shows, and gives each of its elements a number when it is first seen. */
    private static final String WATCH = """
            () => {
              window.shown = {};
              window.born = 0;
              new MutationObserver(() => {
                for (const line of document.querySelectorAll('.line')) {
                  line.born ??= ++window.born;
                  const text = line.querySelector('.said').textContent;
                  const seen = window.shown[line.dataset.key] ??= [];
                  if (text !== '' && seen.at(-1)?.text !== text) {
                    seen.push({ text, born: line.born, settled: line.querySelector('.settled').textContent });
                  }
                }
              }).observe(document.body, { subtree: true, childList: true, characterData: true });
            }""";

    @Test
    void wordsGrowAndTheFinalStandsWhereTheGuessStood(Browser browser, @TempDir Path data) throws Exception {
        try (World world = World.start(data, Map.of());
                Visit visit = Visit.of(browser)) {
            visit.signIn(server(world), World.DASHBOARD_TOKEN);
            Page page = visit.page();
            page.evaluate(WATCH);
            Calls calls = new Calls(world);
            CompletableFuture<CallReport> report =
                    calls.place(calls.beginning("serial-number", 16_200, "+15550100001", "support"));

            assertThat(visit.at(".row .number").first()).hasText("+1 555 010 0001");
            assertThat(visit.at(".row .place").first()).hasText("support");
            visit.at(".row").first().click();
            assertThat(visit.at(".call h2")).containsText("+1 555 010 0001");
            assertThat(page).hasURL(Pattern.compile("#/calls/"));
            assertThat(visit.at(".mark[data-type='call.ended']")).isVisible();

            String callId = report.join().callSid();
            world.ended(callId).join();
            assertThat(lines(page)).isEqualTo(calls.utterances(callId)).isNotEmpty();
            for (String key : keys(page)) {
                assertThat(seen(page, key, "born").stream().distinct())
                        .as("elements of " + key)
                        .hasSize(1);
            }
            assertThat(keys(page)).as("some line began as a guess and grew").anySatisfy(key -> {
                assertThat(seen(page, key, "settled").get(0)).isEmpty();
                assertThat(seen(page, key, "text").stream().distinct().count()).isGreaterThan(3);
            });
            assertThat(visit.at(".row.ended")).hasCount(1);
            assertThat(visit.at(".delivery[data-state=delivered]").first()).isVisible();
        }
    }

    /** While the list moves nothing in it is under the pointer, so that the browser has less to look for. */
    @Test
    void aPressWhileTheListMovesOpensTheRowThatItMeets(Browser browser, @TempDir Path data) throws Exception {
        try (World world = World.start(data, Map.of());
                Visit visit = Visit.of(browser, 1440, 240, ColorScheme.LIGHT)) {
            Calls calls = new Calls(world);
            visit.signIn(server(world), World.DASHBOARD_TOKEN);
            for (int i = 1; i <= 5; i++) {
                calls.place(calls.endless("compressor", "+1555010000" + i, "support"));
                assertThat(visit.at(".row:not([hidden])")).hasCount(i);
            }
            Page page = visit.page();
            String second = visit.at(".row[aria-rowindex='2'] .number").textContent();
            page.evaluate("() => { const list = document.querySelector('.scroller');"
                    + " setInterval(() => list.scrollTop = list.scrollTop < 3 ? 6 : 0, 20); }");
            page.waitForFunction("() => document.querySelector('.grid').style.pointerEvents === 'none'");
            BoundingBox row = visit.at(".row[aria-rowindex='2']").boundingBox();
            page.mouse().click(row.x + 200, row.y + row.height / 2);

            assertThat(visit.at(".call h2")).containsText(second);
            assertThat(visit.at(".row:focus .number")).hasText(second);
        }
    }

    @Test
    void everythingIsReachedByKeyboard(Browser browser, @TempDir Path data) throws Exception {
        try (World world = World.start(data, Map.of());
                Visit visit = Visit.withReducedMotion(browser)) {
            Calls calls = new Calls(world);
            visit.signIn(server(world), World.DASHBOARD_TOKEN);
            Page page = visit.page();
            calls.place(calls.endless("compressor", "+15550100001", "support"));
            assertThat(visit.at(".row .number").first()).hasText("+1 555 010 0001");
            calls.place(calls.endless("serial-number", "+15550100002", "billing"));
            assertThat(visit.at(".row:not([hidden])")).hasCount(2);

            page.keyboard().press("/");
            page.keyboard().type("queue:supp");
            assertThat(visit.at(".count")).hasText("1 of 2");
            assertThat(page).hasURL(Pattern.compile("q=queue%3Asupp"));
            page.keyboard().press("Escape");
            assertThat(visit.at(".count")).hasText("2 of 2");
            page.keyboard().press("Home");
            page.keyboard().press("ArrowDown");
            assertThat(visit.at(".row:focus .number")).hasText("+1 555 010 0001");
            page.keyboard().press("Enter");
            assertThat(visit.at(".call .log")).isFocused();
            assertThat(visit.at(".line").first()).isVisible();

            page.keyboard().press("t");
            assertThat(visit.at(".line .when").first()).hasText(Pattern.compile("\\d\\d:\\d\\d:\\d\\d"));
            page.keyboard().press("p");
            assertThat(visit.at(".held")).containsText("Paused");
            page.keyboard().press("p");
            assertThat(visit.at(".held")).hasText("");
            page.keyboard().press("e");
            assertThat(visit.at(".popover a").first()).isFocused();
            page.keyboard().press("Escape");
            assertThat(visit.at(".popover")).isHidden();
            page.keyboard().press("?");
            assertThat(visit.at("dialog.box h2")).hasText("Keyboard");
            page.keyboard().press("Escape");
            assertThat(visit.at("dialog.box")).hasCount(0);

            pauseAndResume(visit);
            largerText(visit);
            visit.at(".call .log").focus();
            page.keyboard().press("Escape");
            assertThat(visit.at(".call")).hasCount(0);
            assertThat(visit.at(".row:focus .number")).hasText("+1 555 010 0001");
            assertThat(page.evaluate("getComputedStyle(document.querySelector('.row')).animationName"))
                    .isEqualTo("none");
        }
    }

    private static void pauseAndResume(Visit visit) {
        visit.at(".recording").focus();
        visit.page().keyboard().press("Enter");
        assertThat(visit.at(".call .state")).hasText("Paused");
        assertThat(visit.at(".mark[data-type='call.paused']")).containsText("paused by");
        visit.at(".recording").focus();
        visit.page().keyboard().press("Enter");
        assertThat(visit.at(".call .state")).hasText("Live");
    }

    /** Rows grow with their text, and none covers another. */
    private static void largerText(Visit visit) {
        visit.page().keyboard().press("Escape"); // from the button to the list
        visit.page().keyboard().press("+");
        visit.page().keyboard().press("+");
        visit.page()
                .waitForFunction("() => [...document.querySelectorAll('.row:not([hidden])')]"
                        + ".map(it => it.getBoundingClientRect()).sort((a, b) => a.top - b.top)"
                        + ".every((it, i, all) => Math.abs(it.height - 67.2) < 0.5"
                        + " && (i === 0 || Math.abs(it.top - all[i - 1].bottom) < 0.5))");
        visit.at(".row:focus").press("Enter");
        assertThat(visit.at(".call .log")).isFocused();
    }

    private static URI server(World world) {
        return URI.create("http://localhost:" + world.server().port());
    }

    /** What the transcript shows, as {@code role: text}. */
    @SuppressWarnings("unchecked")
    static List<String> lines(Page page) {
        return (List<String>) page.evaluate("() => [...document.querySelectorAll('.line')].map(it =>"
                + " it.dataset.role + ': ' + it.querySelector('.said').textContent)");
    }

    @SuppressWarnings("unchecked")
    private static List<String> keys(Page page) {
        return (List<String>) page.evaluate("() => Object.keys(window.shown)");
    }

    @SuppressWarnings("unchecked")
    private static List<Object> seenAs(Page page, String key, String what) {
        return (List<Object>)
                page.evaluate("([key, what]) => window.shown[key].map(it => it[what])", List.of(key, what));
    }

    private static List<String> seen(Page page, String key, String what) {
        return seenAs(page, key, what).stream().map(String::valueOf).toList();
    }
}
