package io.sidetone.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.sidetone.world.World;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Who comes in, and by which way. */
@Tag("browser")
@ExtendWith(Chromium.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SignInTest {
    @Test
    void byFormAndByLinkAndOutAgain(Browser browser, @TempDir Path data) throws Exception {
        try (World world = World.start(data, Map.of());
                Visit visit = Visit.of(browser)) {
            URI server = URI.create("http://localhost:" + world.server().port());
            Page page = visit.page();
            page.navigate(server.toString());
            assertThat(visit.at("dialog.signin h1")).hasText("Sign in to Sidetone");
            page.getByText("Use a token instead").click();
            page.getByLabel("Token").fill("not the token");
            page.keyboard().press("Enter");
            assertThat(visit.at("dialog.signin [role=alert]")).containsText("This token opens nothing");
            page.getByLabel("Token").fill(World.DASHBOARD_TOKEN);
            page.keyboard().press("Enter");
            assertThat(visit.at("header .now")).hasText("Live");
            assertThat(visit.at("dialog.signin")).isHidden();
            assertThat(visit.at(".nothing h2").first()).hasText("No live calls");

            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out"))
                    .click();
            assertThat(visit.at("dialog.signin h1")).isVisible();
            page.reload();
            assertThat(visit.at("dialog.signin h1")).isVisible();

            page.navigate("about:blank");
            visit.signIn(server, World.DASHBOARD_TOKEN);
            assertThat(page.url()).isEqualTo(server + "/");
            page.reload();
            assertThat(visit.at("header .now")).hasText("Live");
        }
    }

    @Test
    void aLinkThatIsUsedUpSaysSo(Browser browser, @TempDir Path data) throws Exception {
        try (World world = World.start(data, Map.of());
                Visit visit = Visit.of(browser)) {
            visit.page().navigate("http://localhost:" + world.server().port() + "/#token=used-up");
            assertThat(visit.at("dialog.signin [role=alert]")).containsText("This link does not open");
            assertThat(visit.page().url()).doesNotContain("used-up");
        }
    }
}
