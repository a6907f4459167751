package io.sidetone.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import io.sidetone.world.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a caller says or a parameter holds is shown as text, and what nobody knows does no harm. */
@Tag("browser")
@ExtendWith(Chromium.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class HostileTextTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LONG_WORD = "x".repeat(8_192);
    private static final List<String> HOSTILE = List.of(
            "<img src=x onerror=\"document.title='gotcha'\">",
            "</script><script>document.title='gotcha'</script>",
            "**bold** [link](javascript:alert(1)) &lt;b&gt;",
            "\u202Egnorw si siht\u202C \u2066isolated\u2069",
            "family \uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67, half a pair \uD83D",
            LONG_WORD);

    private boolean opened;

    @Test
    void isShownAsTextWhereverItComesFrom(Browser browser, @TempDir Path data) throws Exception {
        try (World world = World.start(data, Map.of());
                Visit visit = Visit.of(browser)) {
            Page page = visit.page();
            page.setViewportSize(1440, 900);
            Calls calls = new Calls(world);
            String label = HOSTILE.get(0);
            calls.place(
                    calls.plan("serial-number", HOSTILE.get(1), label).withParameter("role.inbound", "<b>boss</b>"));
            visit.signIn(URI.create("http://localhost:" + world.server().port()), World.DASHBOARD_TOKEN);

            assertThat(visit.at(".row .place").first()).hasText(label);
            assertThat(visit.at(".row .number").first()).hasText(HOSTILE.get(1));
            assertThat(visit.at(".row .who").filter(has("boss")).first()).hasText("<b>boss</b>");
            visit.at(".row").first().click();
            assertThat(visit.at(".line").first()).isVisible();
            assertThat(page.title()).doesNotContain("gotcha");
            assertThat(visit.at("#app img, #app script").count()).isZero();
        }
    }

    private static Locator.FilterOptions has(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }

    @Test
    void ofTranscriptsGuessesAnswersAndFaults(Browser browser, @TempDir Path data) throws Exception {
        try (World world = World.start(data, Map.of());
                Visit visit = Visit.of(browser)) {
            Page page = visit.page();
            CompletableFuture<WebSocketRoute> feed = new CompletableFuture<>();
            page.routeWebSocket("**/api/v1/dashboard/ws", route -> {
                feed.complete(route);
                route.onMessage(frame -> answer(route, frame.text()));
                route.send("{\"type\":\"hello\",\"protocol\":\"dashboard.v1.json\",\"epoch\":\"e\",\"seq\":1,\"at\":"
                        + System.currentTimeMillis()
                        + ",\"server\":{\"version\":\"dev\"},\"features\":[],\"more\":[1]}");
            });
            page.navigate("http://localhost:" + world.server().port() + "/#token=" + World.DASHBOARD_TOKEN);
            page.waitForSelector("header[data-phase=live]");
            visit.at(".row").first().click();
            page.waitForCondition(() -> opened);
            feed.join().send("{\"type\":\"from.the.future\",\"x\":{}}");
            feed.join().send(batch());

            for (int i = 0; i < HOSTILE.size(); i++) {
                String shown = page.locator(".line[data-key='l1/" + (i + 1) + "'] .said")
                        .textContent();
                assertThat(shown).as("line %d", i).isEqualTo(wellFormed(HOSTILE.get(i)));
            }
            assertThat(visit.at(".line[data-key='l2/1'] .said")).containsText("<img src=x");
            assertThat(visit.at(".mark[data-type=fault]")).containsText("</script><script>");
            visit.at(".answer").first().click();
            assertThat(visit.at(".popover pre")).containsText("<img src=x onerror");
            assertThat(page.title()).doesNotContain("gotcha");
            assertThat(visit.at("#app img, #app script").count()).isZero();
            assertThat((Boolean) page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
                    .as("nothing makes the page wider than its window")
                    .isTrue();
        }
    }

    /** As a socket delivers it: half a pair does not survive UTF-8. */
    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private void answer(WebSocketRoute route, String frame) {
        try {
            for (var topic : JSON.readTree(frame).path("topics")) {
                String name = topic.path("name").asText();
                String kind = topic.path("topic").asText();
                route.send("{\"type\":\"reply\",\"id\":\""
                        + JSON.readTree(frame).path("id").asText()
                        + "\",\"ok\":true,\"result\":{\"mode\":\"snapshot\",\"epoch\":\"e\",\"seq\":1}}");
                String call = "{\"callId\":\"c\",\"state\":\"live\",\"startedAt\":" + System.currentTimeMillis()
                        + ",\"from\":\"+1\",\"to\":\"+2\",\"legs\":[{\"legId\":\"l1\",\"role\":\"agent\"},"
                        + "{\"legId\":\"l2\",\"role\":\"caller\"}]}";
                String content =
                        kind.equals("calls") ? "\"calls\":[" + call + "]" : "\"call\":" + call + ",\"finals\":[]";
                route.send("{\"type\":\"snapshot\",\"name\":\"" + name + "\",\"topic\":\"" + kind
                        + "\",\"epoch\":\"e\",\"seq\":1,\"part\":1,\"last\":true," + content + "}");
                opened = opened || kind.equals("call");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String batch() {
        ObjectNode batch =
                JSON.createObjectNode().put("type", "batch").put("prev", 1).put("through", 20);
        batch.put("at", System.currentTimeMillis());
        var events = batch.putArray("events");
        for (int i = 0; i < HOSTILE.size(); i++) {
            ObjectNode said = events.addObject()
                    .put("type", "transcript.final")
                    .put("seq", i + 2)
                    .put("callId", "c");
            said.put("legId", "l1")
                    .put("finalId", "c.l1." + (i + 1))
                    .put("n", i + 1)
                    .put("utt", i + 1)
                    .put("rev", i + 1);
            said.put("startMs", i * 1_000).put("endMs", i * 1_000 + 900).put("text", wellFormed(HOSTILE.get(i)));
            said.put("unheardOf", "x");
        }
        events.addObject()
                .put("type", "unheard.of")
                .put("seq", 10)
                .put("callId", "c")
                .put("text", "<b>");
        events.addObject()
                .put("type", "fault")
                .put("seq", 11)
                .put("callId", "c")
                .put("faultId", "f")
                .put("severity", "terrible")
                .put("message", HOSTILE.get(1))
                .put("atMs", 100);
        ObjectNode delivery =
                events.addObject().put("type", "delivery").put("seq", 12).put("callId", "c");
        delivery.put("legId", "l1").put("finalId", "c.l1.1").put("target", HOSTILE.get(0));
        delivery.put("status", "delivered")
                .put("attempts", 1)
                .putObject("answer")
                .put("intent", HOSTILE.get(0));
        events.addObject()
                .put("type", "transcript.interim")
                .put("callId", "c")
                .put("legId", "l2")
                .put("utt", 1)
                .put("rev", 1)
                .put("startMs", 9_000)
                .put("endMs", 9_500)
                .put("text", HOSTILE.get(0) + " and");
        return batch.toString();
    }
}
