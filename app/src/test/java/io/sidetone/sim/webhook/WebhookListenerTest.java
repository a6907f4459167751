package io.sidetone.sim.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Over loopback, signed by the reference library. */
class WebhookListenerTest {
    private static final String SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final long NOW = 1_767_323_045;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ListenerOptions options =
            ListenerOptions.of(InstantSource.fixed(Instant.ofEpochSecond(NOW)), WebhookSecret.parse(SECRET));
    private final List<WebhookListener> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(WebhookListener::close);
    }

    @Test
    void aSignedEventIsTakenAndKept() throws Exception {
        WebhookListener listener = start(options);

        assertThat(send(listener, "msg_1", event("s_1", 1)).statusCode()).isEqualTo(204);

        ReceivedEvent kept = listener.events().get(0);
        assertThat(kept.verified()).isTrue();
        assertThat(kept.id()).isEqualTo("msg_1");
        assertThat(kept.type()).isEqualTo("transcript.final");
        assertThat(kept.callId()).isEqualTo("s_1");
        assertThat(kept.seq()).isEqualTo(1);
        assertThat(kept.attempt()).isEqualTo(3);
        assertThat(kept.json()).asString(StandardCharsets.UTF_8).isEqualTo(event("s_1", 1));
    }

    @Test
    void anUnsignedEventIsRefusedAndKeptWithTheReason() throws Exception {
        WebhookListener listener = start(options);
        HttpRequest bare = HttpRequest.newBuilder(listener.url())
                .POST(HttpRequest.BodyPublishers.ofString(event("s_1", 1)))
                .build();

        assertThat(http.send(bare, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(401);
        ReceivedEvent kept = listener.events().get(0);
        assertThat(kept.verified()).isFalse();
        assertThat(kept.taken()).isFalse();
        assertThat(kept.type()).as("read before it was believed").isEmpty();
        assertThat(kept.objection()).isEqualTo("webhook-id: missing");
    }

    @Test
    void anEventSignedWithAnotherSecretIsRefused() throws Exception {
        WebhookListener listener = start(options);
        String other =
                new Webhook("whsec_ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=").sign("msg_1", NOW, event("s_1", 1));

        assertThat(send(listener, "msg_1", event("s_1", 1), other).statusCode()).isEqualTo(401);
        assertThat(listener.events().get(0).objection()).contains("no match");
    }

    @Test
    void anEventThatCouldNotBeRefusedByItsSignatureMustStillBeJson() throws Exception {
        WebhookListener listener = start(options);

        assertThat(send(listener, "msg_1", "hello").statusCode()).isEqualTo(400);
        assertThat(send(listener, "msg_2", "{\"data\":{}}").statusCode()).isEqualTo(400);
        assertThat(listener.events()).extracting(ReceivedEvent::verified).containsExactly(true, true);
    }

    @Test
    void anIdThatWasTakenBeforeIsARepeatAndTakenAgain() throws Exception {
        WebhookListener listener = start(options);

        send(listener, "msg_1", event("s_1", 1));
        assertThat(send(listener, "msg_1", event("s_1", 1)).statusCode()).isEqualTo(204);
        assertThat(listener.events()).extracting(ReceivedEvent::repeat).containsExactly(false, true);
    }

    @Test
    void anIdThatWasRefusedIsNoRepeatWhenItComesAgain() throws Exception {
        List<ReceivedEvent> seen = new CopyOnWriteArrayList<>();
        WebhookListener listener = start(options.watchedBy(seen::add)
                .replying(event -> seen.isEmpty() ? Reply.status(503).retryAfter(Duration.ofSeconds(7)) : Reply.OK));

        HttpResponse<String> first = send(listener, "msg_1", event("s_1", 1));
        assertThat(first.statusCode()).isEqualTo(503);
        assertThat(first.headers().firstValue("retry-after")).contains("7");
        send(listener, "msg_1", event("s_1", 1));
        assertThat(seen).extracting(ReceivedEvent::taken).containsExactly(false, true);
        assertThat(seen).extracting(ReceivedEvent::repeat).containsExactly(false, false);
    }

    @Test
    void gapsAndReorderingsWithinACallAreNoticed() throws Exception {
        WebhookListener listener = start(options.takingAllTypes());

        send(listener, "a1", event("s_a", 1));
        send(listener, "b1", event("s_b", 1));
        send(listener, "a3", event("s_a", 3));
        send(listener, "a2", event("s_a", 2));
        send(listener, "a4", event("s_a", 4));
        assertThat(listener.events())
                .extracting(ReceivedEvent::arrival)
                .containsExactly(
                        Arrival.IN_ORDER,
                        Arrival.IN_ORDER,
                        Arrival.AFTER_A_GAP,
                        Arrival.OUT_OF_ORDER,
                        Arrival.IN_ORDER);
    }

    @Test
    void aListenerThatTakesSomeTypesSeesNoGaps() throws Exception {
        WebhookListener listener = start(options);

        send(listener, "a1", event("s_a", 1));
        send(listener, "a7", event("s_a", 7));
        send(listener, "a5", event("s_a", 5));
        assertThat(listener.events())
                .extracting(ReceivedEvent::arrival)
                .containsExactly(Arrival.IN_ORDER, Arrival.IN_ORDER, Arrival.OUT_OF_ORDER);
    }

    @Test
    void theAnswerMayCarryJson() throws Exception {
        WebhookListener listener = start(options.replying(Replies.always(Reply.json("{\"intent\":\"repair\"}"))));

        HttpResponse<String> answer = send(listener, "msg_1", event("s_1", 1));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"intent\":\"repair\"}");
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
    }

    @Test
    void aDelayedAnswerComesAllTheSame() throws Exception {
        WebhookListener listener = start(options.replying(Replies.always(Reply.OK.after(Duration.ofMillis(20)))));

        assertThat(send(listener, "msg_1", event("s_1", 1)).statusCode()).isEqualTo(204);
    }

    @Test
    void theSameSeedFailsTheSameEvents() throws Exception {
        assertThat(flakyStatuses(7)).isEqualTo(flakyStatuses(7)).contains(500, 204);
        assertThat(flakyStatuses(7)).isNotEqualTo(flakyStatuses(8));
    }

    private List<Integer> flakyStatuses(long seed) throws Exception {
        WebhookListener listener = start(options.replying(Replies.failing(0.5, seed, Reply.status(500), Reply.OK)));
        for (int i = 1; i <= 16; i++) {
            send(listener, "msg_" + i, event("s_1", i));
        }
        return listener.events().stream().map(ReceivedEvent::status).toList();
    }

    @Test
    void onlyTheNewestEventsAreKept() throws Exception {
        WebhookListener listener = start(options.keeping(2));
        for (int i = 1; i <= 3; i++) {
            send(listener, "msg_" + i, event("s_1", i));
        }
        assertThat(listener.events()).extracting(ReceivedEvent::seq).containsExactly(2L, 3L);
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedUnread() throws Exception {
        WebhookListener listener = start(options.limitedTo(100));

        assertThat(send(listener, "msg_1", event("s_1", 1) + " ".repeat(100)).statusCode())
                .isEqualTo(413);
        assertThat(listener.events()).isEmpty();
    }

    @Test
    void onlyPostIsTaken() throws Exception {
        WebhookListener listener = start(options);
        HttpRequest get = HttpRequest.newBuilder(listener.url()).GET().build();

        assertThat(http.send(get, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(405);
    }

    @Test
    void withoutASecretEverythingIsTakenAndNothingVerified() throws Exception {
        WebhookListener listener = start(ListenerOptions.of(InstantSource.fixed(Instant.ofEpochSecond(NOW))));

        assertThat(send(listener, "msg_1", event("s_1", 1)).statusCode()).isEqualTo(204);
        assertThat(listener.events().get(0).verified()).isFalse();
        assertThat(listener.events().get(0).callId()).isEqualTo("s_1");
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        int taken = start(options).port();

        assertThatThrownBy(() -> WebhookListener.start(options.onPort(taken)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("port " + taken);
    }

    private WebhookListener start(ListenerOptions with) throws IOException {
        WebhookListener listener = WebhookListener.start(with);
        open.add(listener);
        return listener;
    }

    private HttpResponse<String> send(WebhookListener listener, String id, String body) throws Exception {
        return send(listener, id, body, new Webhook(SECRET).sign(id, NOW, body));
    }

    private HttpResponse<String> send(WebhookListener listener, String id, String body, String signature)
            throws Exception {
        HttpRequest request = HttpRequest.newBuilder(listener.url().resolve("/nlu"))
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(NOW))
                .header("webhook-signature", signature)
                .header("x-webhook-attempt", "3")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String event(String callId, int seq) {
        return """
                {"type":"transcript.final","timestamp":"2026-01-02T03:04:05.678Z",\
                "data":{"callId":"%s","seq":%d,"text":"Grüße 👋"}}""".formatted(callId, seq);
    }
}
