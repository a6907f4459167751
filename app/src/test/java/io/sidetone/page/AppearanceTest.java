package io.sidetone.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.sidetone.tail.Relay;
import io.sidetone.world.World;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How it looks, for people and for axe: every state, light and dark, wide and narrow. Keeps the pictures. */
@Tag("browser")
@ExtendWith(Chromium.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class AppearanceTest {

    private record Size(int width, int height) {}

    private static final List<Size> SIZES = List.of(new Size(1440, 900), new Size(1024, 768), new Size(390, 844));

    @Test
    void isWithoutFaultInEveryStateAndSize(Browser browser, @TempDir Path data) throws Exception {
        try (World world = World.start(data, Map.of());
                Relay relay = new Relay(world.server().port())) {
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                try (Visit visit = Visit.of(browser, 1440, 900, scheme)) {
                    visit.page().navigate(relay.url().toString());
                    assertThat(visit.at("dialog.signin")).isVisible();
                    everySize(visit, "sign-in", scheme);
                    visit.signIn(relay.url(), World.DASHBOARD_TOKEN);
                    if (scheme == ColorScheme.LIGHT) {
                        assertThat(visit.at(".nothing h2").first()).isVisible();
                        look(visit, "empty", scheme, SIZES.get(0));
                    }
                    place(world);
                    assertThat(visit.at(".row:not([hidden])").nth(5)).isVisible();
                    look(visit, "list", scheme, SIZES.get(0));
                    visit.page().setViewportSize(390, 844);
                    look(visit, "list", scheme, SIZES.get(2));
                    visit.page().setViewportSize(1440, 900);
                    visit.at(".row").first().click();
                    assertThat(visit.at(".line .settled:not(:empty)").first()).isVisible();
                    everySize(visit, "open-call", scheme);
                    relay.cut();
                    assertThat(visit.at("header[data-phase=reconnecting]")).isVisible();
                    everySize(visit, "reconnecting", scheme);
                    relay.plug(world.server().port());
                }
            }
        }
    }

    private static void place(World world) throws Exception {
        Calls calls = new Calls(world);
        List<String> recordings = List.of("compressor", "serial-number", "chaudiere");
        List<String> queues = List.of("support", "billing", "dispatch");
        for (int i = 0; i < 6; i++) {
            calls.place(recordings.get(i % 3), "+1555010" + (1_000 + i * 37), queues.get(i % 3));
        }
    }

    private static void everySize(Visit visit, String state, ColorScheme scheme) {
        for (Size size : SIZES) {
            visit.page().setViewportSize(size.width(), size.height());
            look(visit, state, scheme, size);
        }
        visit.page().setViewportSize(1440, 900);
    }

    private static void look(Visit visit, String state, ColorScheme scheme, Size size) {
        String name = state + "-" + size.width() + "-" + scheme.name().toLowerCase(Locale.ROOT);
        visit.picture(name);
        // a line that is just fading in has not its contrast yet
        visit.page().emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        visit.isAccessible(name);
    }
}
