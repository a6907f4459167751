package io.sidetone.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.sidetone.world.World;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Several calls side by side, and all of it at twice and four times the size. */
@Tag("browser")
@ExtendWith(Chromium.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class PanesTest {
    /** What one would have to scroll to sideways. */
    private static final String BEYOND = """
            () => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')]
              .filter(it => it.getBoundingClientRect().right > innerWidth + 1).slice(0, 12)
              .map(it => it.tagName + '.' + it.className + ' ' + Math.round(it.getBoundingClientRect().right))""";

    @Test
    void fourCallsAreOpenAtOnceAndThePinnedOneStays(Browser browser, @TempDir Path data) throws Exception {
        try (World world = World.start(data, Map.of());
                Visit visit = Visit.of(browser)) {
            visit.signIn(URI.create(world.server().publicUrl().toString()), World.DASHBOARD_TOKEN);
            Calls calls = new Calls(world);
            for (int i = 1; i <= 5; i++) {
                calls.place(calls.endless("hello", "+1555010000" + i, "support"));
            }
            assertThat(visit.at(".count")).hasText("5 of 5");
            for (int i = 1; i <= 5; i++) {
                row(visit, i).press("Control+Enter");
            }
            assertThat(visit.at(".call h2 .number"))
                    .hasText(new String[] {"+1 555 010 0002", "+1 555 010 0003", "+1 555 010 0004", "+1 555 010 0005"});
            for (int i = 0; i < 4; i++) {
                assertThat(visit.at(".call").nth(i).locator(".line").first()).isVisible();
            }
            visit.page().reload();
            assertThat(visit.at(".call")).hasCount(4);
            assertThat(visit.at(".call").nth(3).locator(".line").first()).isVisible();

            for (int left = 3; left > 0; left--) {
                visit.page().keyboard().press("Escape"); // the newest goes first
                assertThat(visit.at(".call")).hasCount(left);
            }
            assertThat(visit.at(".call h2 .number")).hasText("+1 555 010 0002");
            visit.at(".call button[aria-label='Pin beside others']").click();
            row(visit, 1).press("Enter");
            row(visit, 3).press("Enter");
            assertThat(visit.at(".call h2 .number")).hasText(new String[] {"+1 555 010 0002", "+1 555 010 0003"});
        }
    }

    private static Locator row(Visit visit, int call) {
        return visit.at(".row:not([hidden])").filter(new Locator.FilterOptions().setHasText("+1 555 010 000" + call));
    }

    /** What a browser does at 200 % and 400 % is a window of half and a quarter of the size, in its own pixels. */
    @Test
    void nothingIsLostAtTwiceTheSizeNorAtFourTimes(Browser browser, @TempDir Path data) throws Exception {
        try (World world = World.start(data, Map.of());
                Visit visit = Visit.of(browser, 1280, 1024, ColorScheme.LIGHT)) {
            visit.signIn(URI.create(world.server().publicUrl().toString()), World.DASHBOARD_TOKEN);
            Calls calls = new Calls(world);
            calls.place(calls.endless("hello", "+15550100001", "support"));
            assertThat(visit.at(".count")).hasText("1 of 1");
            Page page = visit.page();
            for (int times : List.of(2, 4)) {
                page.setViewportSize(1280 / times, 1024 / times);
                fits(visit, "list at " + times);
                row(visit, 1).press("Enter");
                assertThat(visit.at(".call .log")).isFocused();
                assertThat(visit.at(".call .line").first()).isVisible();
                fits(visit, "open call at " + times);
                page.keyboard().press("?");
                assertThat(visit.at("dialog.box h2")).isVisible();
                fits(visit, "help at " + times);
                page.keyboard().press("Escape");
                page.keyboard().press("Escape");
                assertThat(visit.at(".call")).hasCount(0);
            }
        }
    }

    private static void fits(Visit visit, String what) {
        assertThat(visit.page().evaluate(BEYOND)).as(what).isEqualTo(List.of());
    }

    @Test
    void aScreenReaderFindsAGridOfCallsAndALogOfWords(Browser browser, @TempDir Path data) throws Exception {
        try (World world = World.start(data, Map.of());
                Visit visit = Visit.of(browser)) {
            visit.signIn(URI.create(world.server().publicUrl().toString()), World.DASHBOARD_TOKEN);
            Calls calls = new Calls(world);
            calls.place(calls.endless("hello", "+15550100001", "support"));
            row(visit, 1).press("Enter");
            assertThat(visit.at(".call .line .settled").first()).containsText("Hello");
            String seen = visit.at("main").ariaSnapshot();
            assertThat(seen).contains("grid", "row", "+1 555 010 0001", "log \"Transcript\"", "Hello, this is");
            assertThat(visit.at("[role=grid]")).hasAttribute("aria-rowcount", "1");
        }
    }
}
