package io.sidetone.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidetone.engine.Archive;
import io.sidetone.engine.CallEvent;
import io.sidetone.engine.Events;
import io.sidetone.redaction.Redaction;
import io.sidetone.redaction.Redactor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A target that is to see less than the journal shows. */
@Timeout(60)
class RedactingTest {
    private static final Redactor STRICT = new Redactor(new Redaction(true, true, true, Map.of()), name -> {});

    private static String masked(String type, String fields) throws IOException {
        CallEvent event = Events.event("s_a", 3, type, fields);
        return new String(Redacting.masked(event, STRICT).data(), UTF_8);
    }

    @Test
    void textAndWordsOfAFinalAreMaskedAndNothingElseChanges() throws IOException {
        assertThat(masked("transcript.final", """
                "startMs":1,"text":"it's 4111 11, okay","language":"en","confidence":0.5,"words":[\
                {"text":"it's","startMs":1,"endMs":2,"confidence":0.9},\
                {"text":"4111","startMs":2,"endMs":3,"confidence":0.8},\
                {"text":"11,","startMs":3,"endMs":4,"confidence":0.7},\
                {"text":"okay","startMs":4,"endMs":5,"confidence":0.6}],"late":false""")).isEqualTo("""
                {"callId":"s_a","seq":3,"startMs":1,"text":"it's [number], okay","language":"en","confidence":0.5,\
                "words":[{"text":"it's","startMs":1,"endMs":2,"confidence":0.9},\
                {"text":"[number],","startMs":2,"endMs":4,"confidence":0.7},\
                {"text":"okay","startMs":4,"endMs":5,"confidence":0.6}],"late":false}""");
    }

    @Test
    void aSingleWordIsMaskedToo() throws IOException {
        assertThat(masked(
                        "transcript.final",
                        "\"text\":\"a 411111 b\",\"words\":[{\"text\":\"a\"},"
                                + "{\"text\":\"411111\"},{\"text\":\"b\"}]"))
                .doesNotContain("4111");
    }

    @Test
    void anUtteranceMayHaveTheEdgeOfAFinalAnywhere() throws IOException {
        assertThat(masked("utterance.completed", "\"text\":\"it is 4111 and on\""))
                .isEqualTo("{\"callId\":\"s_a\",\"seq\":3,\"text\":\"it is [number] and on\"}");
    }

    @Test
    void whatWasNotSaidStays() throws IOException {
        CallEvent started = Events.event("s_a", 1, "call.started", "\"from\":\"+15550100001\"");
        CallEvent spoken = Events.spoken("s_a", 2, "4111 1111");

        assertThat(Redacting.masked(started, STRICT)).isSameAs(started);
        assertThat(Redacting.masked(spoken, Redactor.OFF)).isSameAs(spoken);
    }

    @Test
    void whatIsNoObjectIsRefused() {
        CallEvent broken = new CallEvent("s_a", 1, "transcript.final", "l1", 1, 0, "msg_1", "[]".getBytes(UTF_8));

        assertThatThrownBy(() -> Redacting.masked(broken, STRICT)).isInstanceOf(IOException.class);
    }

    @Test
    void oneTargetSeesLessThanAnother(@TempDir Path dir) throws Exception {
        try (Fixture fixture = new Fixture(dir);
                Receiver open = new Receiver(Receiver.status(204));
                Receiver strict = new Receiver(Receiver.status(204))) {
            fixture.start(Fixture.target("open", open.url()), strict(strict));
            fixture.append(Events.event("s_a", 1, "transcript.final", "\"text\":\"4111 1111 and so on\""));

            assertThat(text(open.await(1).get(0))).isEqualTo("4111 1111 and so on");
            assertThat(text(strict.await(1).get(0))).isEqualTo("[number] and so on");
        }
    }

    @Test
    void whatIsSentAgainIsMaskedAgain(@TempDir Path dir) throws Exception {
        try (Fixture fixture = new Fixture(dir);
                Receiver strict = new Receiver(Receiver.status(204))) {
            Webhooks webhooks = fixture.start(strict(strict));
            fixture.append(Events.event("s_a", 1, "transcript.final", "\"text\":\"4111 1111 and so on\""));
            fixture.awaitDeliveries(Archive.Status.DELIVERED, 1);
            fixture.engine
                    .archive()
                    .repeat(new Archive.DeliveryQuery(null, "strict", null, Archive.Cursor.START, 1))
                    .toCompletableFuture()
                    .join();
            webhooks.repeat();

            assertThat(strict.await(2)).extracting(RedactingTest::text).containsOnly("[number] and so on");
        }
    }

    private static String text(Receiver.Got got) {
        return got.json().at("/data/text").asText();
    }

    private static Target strict(Receiver receiver) {
        Target plain = Fixture.target("strict", receiver.url());
        return new Target(
                plain.name(),
                plain.url(),
                plain.secrets(),
                plain.filter(),
                Set.of("words"),
                plain.retry(),
                plain.timeout(),
                plain.concurrency(),
                plain.allowed(),
                plain.conflictIsDelivered(),
                STRICT);
    }
}
