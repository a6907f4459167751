package io.sidetone.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import io.sidetone.world.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A supervisor notes something about a live call, and a viewer sees it. */
@Tag("browser")
@ExtendWith(Chromium.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class TagsTest {
    private static final String VIEWER = "0123456789abcdef0123456789abcdef0123456789abcdef";
    private static final String SETTINGS = """
            dashboard: {users: [{name: val, role: viewer, token: %s}]}
            limits: {tags-per-call: 3, tag-characters: 40}
            """.formatted(VIEWER);
    private static final String HOSTILE = "<img src=x onerror=alert(1)>";

    @Test
    void whatASupervisorNotesEverybodySees(Browser browser, @TempDir Path data) throws Exception {
        Path file = Files.writeString(data.resolve("sidetone.yaml"), SETTINGS);
        try (World world = World.start(data.resolve("kept"), Map.of(), file);
                Visit supervisor = Visit.signedIn(browser, world, World.DASHBOARD_TOKEN);
                Visit viewer = Visit.signedIn(browser, world, VIEWER)) {
            Calls calls = new Calls(world);
            calls.place(calls.endless("hello", "+15550100001", "support"));
            supervisor.at(".row").first().click();
            viewer.at(".row").first().click();
            assertThat(viewer.at(".call .state")).hasText("Live");
            assertThat(viewer.at("button[aria-label='Edit tags']")).isHidden();

            Page page = supervisor.page();
            supervisor.at("button[aria-label='Edit tags']").focus();
            page.keyboard().press("Enter");
            assertThat(supervisor.at("dialog.box input")).isFocused();
            page.keyboard().type("escalated, " + HOSTILE);
            page.keyboard().press("Enter");
            assertThat(supervisor.at("dialog.box")).hasCount(0);
            assertThat(supervisor.at("button[aria-label='Edit tags']")).isFocused();
            assertThat(supervisor.at(".call-tags li")).hasText(new String[] {"escalated", HOSTILE});
            assertThat(viewer.at(".call-tags li")).hasText(new String[] {"escalated", HOSTILE});
            supervisor.isAccessible("tags-1440-light");
            supervisor.picture("tags-1440-light");

            viewer.at("input[name=q]").fill("scalat");
            assertThat(viewer.at(".count")).hasText("1 of 1");
            viewer.at("input[name=q]").fill("not a tag");
            assertThat(viewer.at(".count")).hasText("0 of 1");
            tooMany(supervisor);
        }
    }

    /** What the server refuses is said in the box, and what was there stays. */
    private static void tooMany(Visit supervisor) {
        supervisor.expects("status of 400");
        supervisor.at("button[aria-label='Edit tags']").click();
        assertThat(supervisor.at("dialog.box input")).hasValue("escalated, " + HOSTILE);
        supervisor.at("dialog.box input").fill("1, 2, 3, 4");
        supervisor.page().keyboard().press("Enter");
        assertThat(supervisor.at("dialog.box [role=alert]")).containsText("0 to 3 texts of 1 to 40");
        assertThat(supervisor.at("dialog.box input")).isFocused();
        supervisor.page().keyboard().press("Escape");
        assertThat(supervisor.at(".call-tags li")).hasCount(2);
        supervisor.at("button[aria-label='Edit tags']").click();
        supervisor.at("dialog.box input").fill("");
        supervisor.page().keyboard().press("Enter");
        assertThat(supervisor.at(".call-tags")).isHidden();
    }
}
