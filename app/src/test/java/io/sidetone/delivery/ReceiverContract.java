package io.sidetone.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sidetone.engine.CallEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.Dns;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each example receiver does with what the real sender sends. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
abstract class ReceiverContract {
    static final String SECRET = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    static final String NEW_SECRET = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";
    static final String STRANGE_SECRET = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> command;
    private RunningReceiver usual;
    private URI url = URI.create("http://nobody.invalid/");

    /** @param command that starts it */
    ReceiverContract(List<String> command) {
        this.command = command;
    }

    @BeforeAll
    void startTheUsualOne(@TempDir Path folder) throws Exception {
        usual = launch(folder, Map.of("RECEIVER_MAX_BYTES", "4096", "RECEIVER_HOLD_SECONDS", "60"));
        url = usual.url();
    }

    @AfterAll
    void stopTheUsualOne() {
        usual.close();
    }

    RunningReceiver launch(Path folder, Map<String, String> more) throws IOException {
        Map<String, String> environment = new HashMap<>(Map.of("RECEIVER_SECRETS", "whsec_" + SECRET));
        environment.putAll(more);
        return RunningReceiver.launch(command, folder, environment);
    }

    // --- what is sent ---

    static Answer post(URI url, List<String> secrets, Duration clockOff, Attempt attempt) {
        Target target = new Target(
                "test",
                url,
                secrets.stream().map(Base64.getDecoder()::decode).toList(),
                Set.of(),
                Set.of(),
                RetrySchedule.DEFAULT,
                Duration.ofSeconds(30));
        Surroundings surroundings = new Surroundings(
                InstantSource.offset(InstantSource.system(), clockOff),
                System::nanoTime,
                (delay, thread, task) -> () -> {}, // nothing is tried again
                new Random(1),
                Dns.SYSTEM,
                Proxy.NO_PROXY,
                new SimpleMeterRegistry(),
                "test",
                DeliveryLimits.DEFAULT);
        try (Sender sender = new Sender(target, surroundings)) {
            CompletableFuture<Answer> answer = new CompletableFuture<>();
            sender.post(attempt, answer::complete);
            return answer.join();
        }
    }

    private int status(List<String> secrets, Duration clockOff, CallEvent event) throws IOException {
        return post(url, secrets, clockOff, attempt(event)).status();
    }

    private int status(String body) {
        return post(
                        url,
                        List.of(SECRET),
                        Duration.ZERO,
                        new Attempt("s_1", "msg_" + body.hashCode(), 1, body.getBytes(UTF_8)))
                .status();
    }

    static Attempt attempt(CallEvent event) throws IOException {
        return new Attempt(event.callId(), event.eventId(), 1, Envelope.of(event, false));
    }

    static void deliver(URI url, CallEvent... events) throws IOException {
        for (CallEvent event : events) {
            Answer answer = post(url, List.of(SECRET), Duration.ZERO, attempt(event));
            assertThat(answer.status()).as("%s: %s", event, answer).isEqualTo(204);
        }
    }

    private static CallEvent event(String callId, long seq, String type, ObjectNode data) {
        data.put("callId", callId).put("callSid", "CA1").put("seq", seq);
        String id = "msg_" + callId.substring(2) + seq;
        return new CallEvent(
                callId,
                seq,
                type,
                null,
                0,
                1_767_323_045_000L,
                id,
                data.toString().getBytes(UTF_8));
    }

    static CallEvent started(String callId) {
        ObjectNode data = JSON.createObjectNode().put("from", "+15005550001").put("to", "+15005550006");
        return event(callId, 1, "call.started", data);
    }

    /** @param text also what is printed of it, behind time and role */
    static CallEvent said(
            String callId, long seq, String leg, long n, long startMs, long completeUntilMs, String text) {
        return event(callId, seq, "transcript.final", saying(leg, n, startMs, completeUntilMs, text));
    }

    private static ObjectNode saying(String leg, long n, long startMs, long completeUntilMs, String text) {
        return JSON.createObjectNode()
                .put("legId", leg)
                .put("n", n)
                .put("role", leg.equals("l1") ? "caller" : "agent")
                .put("startMs", startMs)
                .put("endMs", startMs + 1_000)
                .put("text", text)
                .put("completeUntilMs", completeUntilMs)
                .put("late", false)
                .put("repaired", false);
    }

    static CallEvent ended(String callId, long seq, long finalsOfL1, long finalsOfL2, long pendingMs) {
        ObjectNode data = JSON.createObjectNode().put("endReason", "completed").put("pendingRepairMs", pendingMs);
        ArrayNode legs = data.putArray("legs");
        legs.addObject().put("legId", "l1").put("finals", finalsOfL1);
        legs.addObject().put("legId", "l2").put("finals", finalsOfL2);
        return event(callId, seq, "call.ended", data);
    }

    // --- who is believed, and what is refused ---

    @Test
    void onlyWhoKnowsTheSecretIsBelieved() throws Exception {
        assertThat(status(List.of(STRANGE_SECRET), Duration.ZERO, started("s_stranger")))
                .isEqualTo(401);
        assertThat(status(List.of(SECRET), Duration.ZERO, started("s_known"))).isEqualTo(204);
        usual.await(line -> line.startsWith("s_known started"));
        assertThat(usual.of("s_stranger")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-301, 401", "-290, 204", "290, 204", "310, 401"})
    void theTimestampMayBeFiveMinutesOff(long seconds, int status) throws Exception {
        assertThat(status(List.of(SECRET), Duration.ofSeconds(seconds), started("s_at" + (seconds + 1_000))))
                .isEqualTo(status);
    }

    @Test
    void ofSeveralSignaturesOneMustFit() throws Exception {
        assertThat(status(List.of(NEW_SECRET, SECRET), Duration.ZERO, started("s_two")))
                .isEqualTo(204);
        assertThat(status(List.of(NEW_SECRET, STRANGE_SECRET), Duration.ZERO, started("s_none")))
                .isEqualTo(401);
    }

    @Test
    void aSecretIsReplacedWithoutLosingAnything(@TempDir Path folder) throws Exception {
        String both = "whsec_" + NEW_SECRET + ", whsec_" + SECRET;
        try (RunningReceiver receiver = launch(folder, Map.of("RECEIVER_SECRETS", both))) {
            for (List<String> signers : List.of(List.of(SECRET), List.of(NEW_SECRET, SECRET), List.of(NEW_SECRET))) {
                CallEvent event = started("s_by" + signers.hashCode());
                assertThat(post(receiver.url(), signers, Duration.ZERO, attempt(event))
                                .status())
                        .isEqualTo(204);
            }
            assertThat(post(receiver.url(), List.of(STRANGE_SECRET), Duration.ZERO, attempt(started("s_x")))
                            .status())
                    .isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "{\"type\":\"webhook.ping\"",
                "[1,]",
                "{\"type\":\"webhook.ping\",\"data\":{\"message\":\"a\nb\"}}",
                "[]",
                "{}",
                "{\"type\":1,\"data\":{}}",
                "{\"type\":\"webhook.ping\",\"data\":{}}",
                "{\"type\":\"webhook.ping\",\"data\":{\"message\":NaN}}",
                "{\"type\":\"transcript.final\",\"data\":{\"callId\":\"s_a\",\"seq\":1,\"legId\":\"l1\",\"n\":1.5}}",
                "{\"type\":\"call.ended\",\"data\":{\"callId\":\"s_a\",\"seq\":1,\"endReason\":\"x\",\"legs\":[1],"
                        + "\"pendingRepairMs\":0}}"
            })
    void whatIsNoEventIsRefusedForGood(String body) {
        assertThat(status(body)).isEqualTo(400);
    }

    @Test
    void whatIsTooLongIsNotRead() throws Exception {
        String head = "{\"type\":\"webhook.ping\",\"data\":{\"message\":\"";
        String fits = head + "x".repeat(4096 - head.length() - 3) + "\"}}";

        assertThat(status(fits)).isEqualTo(204);
        assertThat(status(fits + " ")).isEqualTo(413);
        assertThat(status(fits + " ".repeat(200_000))).isIn(413, 0); // 0: it hung up before all was sent
    }

    @Test
    void unknownTypesAndFieldsAreTaken() throws Exception {
        assertThat(status("{\"type\":\"call.dreamt\",\"data\":{\"callId\":\"s_new\",\"seq\":1},\"more\":1}"))
                .isEqualTo(204);
        assertThat(
                        status(
                                "{\"type\":\"webhook.ping\",\"data\":{\"message\":\"Gr\\u00fc\\u00dfe \uD83D\uDC4B\",\"x\":[{}]}}"))
                .isEqualTo(204);
        usual.await(line -> line.equals("ping: Grüße 👋"));
    }

    // --- once, and in spoken order ---

    @Test
    void repeatsAreTakenAndNotPrintedAgain() throws Exception {
        String call = "s_repeats";
        deliver(url, started(call), said(call, 2, "l1", 1, 500, 400, "one"), said(call, 2, "l1", 1, 500, 400, "one"));
        deliver(url, started(call), ended(call, 3, 1, 0, 0), ended(call, 3, 1, 0, 0));
        usual.await(line -> line.startsWith(call + " ended"));

        deliver(url, said(call, 2, "l1", 1, 500, 400, "one"));
        deliver(url, started("s_repeats2"));
        usual.await(line -> line.startsWith("s_repeats2 started"));
        assertThat(usual.of(call))
                .containsExactly(
                        "started: +15005550001 to +15005550006",
                        "00:00.500 caller: one",
                        "ended: completed, 1 of 1 finals");
    }

    @Test
    void finalsArePrintedInSpokenOrder() throws Exception {
        String call = "s_order";
        deliver(
                url,
                started(call),
                said(call, 2, "l2", 1, 2_000, 1_000, "second"),
                said(call, 3, "l1", 1, 1_000, 1_000, "first"));
        assertThat(usual.of(call)).noneMatch(line -> line.contains("second"));
        deliver(
                url,
                said(call, 5, "l1", 2, 61_000, 2_500, "fourth"),
                said(call, 6, "l2", 2, 3_000, 61_000, "third"),
                said(call, 7, "l2", 3, 70_000, 65_000, "sixth"),
                said(call, 8, "l1", 3, 66_000, 65_000, "fifth\u001b[31m"),
                ended(call, 9, 3, 3, 0));
        usual.await(line -> line.startsWith(call + " ended"));

        assertThat(usual.of(call))
                .containsExactly(
                        "started: +15005550001 to +15005550006",
                        "00:01.000 caller: first",
                        "00:02.000 agent: second",
                        "00:03.000 agent: third",
                        "01:01.000 caller: fourth",
                        "01:06.000 caller: fifth [31m",
                        "01:10.000 agent: sixth",
                        "ended: completed, 6 of 6 finals");
    }

    @Test
    void whatComesTooLateIsMarked() throws Exception {
        String call = "s_late";
        ObjectNode late = saying("l2", 1, 500, 9_000, "before that").put("late", true);
        ObjectNode repaired =
                saying("l2", 2, 700, 9_000, "much before").put("late", true).put("repaired", true);
        deliver(
                url,
                started(call),
                said(call, 2, "l1", 1, 1_000, 4_000, "then"),
                event(call, 3, "transcript.final", late),
                ended(call, 4, 1, 1, 1_500),
                event(call, 5, "transcript.final", repaired));
        usual.await(line -> line.startsWith(call + " 00:00.700"));

        assertThat(usual.of(call))
                .containsExactly(
                        "started: +15005550001 to +15005550006",
                        "00:01.000 caller: then",
                        "00:00.500 agent: before that (late)",
                        "ended: completed, 2 of 2 finals, more may follow",
                        "00:00.700 agent: much before (late) (repaired)");
    }

    @Test
    void whatArrivesOutOfOrderIsWaitedFor() throws Exception {
        String call = "s_shuffled";
        deliver(
                url,
                started(call),
                said(call, 4, "l1", 3, 3_000, 3_500, "three"),
                ended(call, 6, 3, 1, 0),
                said(call, 3, "l1", 2, 2_000, 1_500, "two"),
                said(call, 5, "l2", 1, 2_500, 3_500, "two and a half"));
        assertThat(usual.of(call)).noneMatch(line -> line.contains("two"));
        deliver(url, said(call, 2, "l1", 1, 1_000, 0, "one"));
        usual.await(line -> line.startsWith(call + " ended"));

        assertThat(usual.of(call))
                .containsExactly(
                        "started: +15005550001 to +15005550006",
                        "missing: l1 n 1-2",
                        "missing: l2 n 1",
                        "00:01.000 caller: one",
                        "00:02.000 caller: two",
                        "00:02.500 agent: two and a half",
                        "00:03.000 caller: three",
                        "ended: completed, 4 of 4 finals");
    }

    @Test
    void whatSidetoneGaveUpIsToldAndNotWaitedFor() throws Exception {
        String call = "s_skipped";
        ObjectNode next = saying("l1", 2, 2_000, 2_500, "two");
        next.putArray("skipped").add(2).add(3);
        deliver(url, started(call), event(call, 4, "transcript.final", next), ended(call, 5, 2, 0, 0));
        usual.await(line -> line.startsWith(call + " ended"));

        assertThat(usual.of(call))
                .containsExactly(
                        "started: +15005550001 to +15005550006",
                        "missing: l1 n 1",
                        "skipped: seq 2, 3",
                        "00:02.000 caller: two",
                        "ended: completed, 1 of 2 finals");
    }

    @Test
    void nothingIsHeldForEver(@TempDir Path folder) throws Exception {
        Map<String, String> settings = Map.of("RECEIVER_HOLD_SECONDS", "1", "RECEIVER_ALL_EVENTS", "true");
        try (RunningReceiver receiver = launch(folder, settings)) {
            String call = "s_patience";
            deliver(
                    receiver.url(),
                    started(call),
                    said(call, 2, "l1", 1, 1_000, 900, "anything else?"),
                    said(call, 4, "l1", 2, 2_000, 1_900, "hello?"));
            receiver.await(line -> line.equals(call + " missing: seq 3"));
            receiver.await(line -> line.equals(call + " 00:02.000 caller: hello?"));
            deliver(receiver.url(), ended(call, 5, 2, 1, 0));
            receiver.await(line -> line.equals(call + " ended: completed, 2 of 3 finals"));
        }
    }

    // --- what survives ---

    @Test
    void aPowerCutCostsNothingAndRepeatsNothing(@TempDir Path folder) throws Exception {
        String call = "s_cut";
        try (RunningReceiver first = launch(folder, Map.of())) {
            deliver(
                    first.url(),
                    started(call),
                    said(call, 2, "l1", 1, 1_000, 1_500, "printed"),
                    said(call, 3, "l1", 2, 3_000, 2_500, "held"));
            first.await(line -> line.endsWith("caller: printed"));
            deliver(first.url(), started("s_cut2")); // what was printed is noted before this is answered
            first.kill();
        }
        afterTheCut(folder);
        try (RunningReceiver second = launch(folder, Map.of())) {
            deliver(
                    second.url(),
                    said(call, 2, "l1", 1, 1_000, 1_500, "printed"),
                    said(call, 3, "l1", 2, 3_000, 2_500, "held"),
                    ended(call, 4, 2, 0, 0));
            second.await(line -> line.startsWith(call + " ended"));
            assertThat(second.of(call)).containsExactly("00:03.000 caller: held", "ended: completed, 2 of 2 finals");
            deliver(second.url(), started("s_cut3"));
            second.kill();
        }
        try (RunningReceiver third = launch(folder, Map.of())) {
            third.url();
            assertThat(third.of(call)).as("all of it is done").doesNotContain("00:03.000 caller: held");
        }
    }

    /** What else the end of a machine may leave behind. */
    void afterTheCut(Path folder) throws IOException {}

    // --- the pull side ---

    @Test
    void whatWasMissedIsFetched(@TempDir Path folder) throws Exception {
        String call = "s_away";
        try (PullSide pull = new PullSide("a-token", 2)) {
            Map<String, String> settings =
                    Map.of("RECEIVER_PULL_URL", pull.url() + "/", "RECEIVER_PULL_TOKEN", "a-token");
            pull.has(
                    started(call),
                    said(call, 2, "l1", 1, 1_000, 500, "one"),
                    said(call, 3, "l1", 2, 2_000, 1_500, "two"));
            try (RunningReceiver receiver = launch(folder, settings)) {
                receiver.await(line -> line.equals("receiver: caught up, 3 events pulled, 3 of them new"));
                assertThat(pull.cursors()).containsExactly("", "c+2/=", "c+3/=");
                pull.has(said(call, 4, "l1", 3, 3_000, 2_500, "three"), said(call, 5, "l1", 4, 4_000, 3_500, "four"));
                deliver(receiver.url(), said(call, 5, "l1", 4, 4_000, 3_500, "four"));
                receiver.await(line -> line.equals(call + " missing: l1 n 3"));
                receiver.await(line -> line.equals("receiver: caught up, 2 events pulled, 1 of them new"));
                receiver.await(line -> line.endsWith("caller: three"));
                receiver.kill();
            }
            pull.has(ended(call, 6, 4, 0, 0));
            try (RunningReceiver receiver = launch(folder, settings)) {
                receiver.await(line -> line.equals("receiver: caught up, 1 events pulled, 1 of them new"));
                receiver.await(line -> line.equals(call + " ended: completed, 4 of 4 finals"));
                assertThat(receiver.of(call)).first().isEqualTo("00:04.000 caller: four");
                assertThat(pull.cursors()).endsWith("c+5/=", "c+6/=");
            }
        }
    }

    @Test
    void aTokenThatIsNotAcceptedIsToldOf(@TempDir Path folder) throws Exception {
        try (PullSide pull = new PullSide("a-token", 2);
                RunningReceiver receiver = launch(
                        folder, Map.of("RECEIVER_PULL_URL", pull.url().toString(), "RECEIVER_PULL_TOKEN", "wrong"))) {
            receiver.await(line -> line.contains("answered 401; is RECEIVER_PULL_TOKEN right?"));
            deliver(receiver.url(), started("s_all_the_same"));
            receiver.await(line -> line.startsWith("s_all_the_same started"));
        }
    }

    // --- settings ---

    @ParameterizedTest
    @CsvSource({
        "RECEIVER_SECRETS, '', RECEIVER_SECRETS is not set",
        "RECEIVER_SECRETS, whsec_dG9vIHNob3J0, whsec_ and base64 of 24 bytes or more",
        "RECEIVER_SECRETS, whsec_!, whsec_ and base64 of 24 bytes or more",
        "RECEIVER_KEEP_DAYS, 3, 'RECEIVER_KEEP_DAYS is 3; expected a whole number from 4 to 3650'",
        "RECEIVER_PULL_URL, localhost:8080, RECEIVER_PULL_URL is localhost:8080"
    })
    void aSettingThatWillNotDoIsNamed(String name, String value, String message, @TempDir Path folder)
            throws Exception {
        try (RunningReceiver receiver = launch(folder, Map.of(name, value))) {
            receiver.await(line -> line.startsWith("receiver: cannot start: ") && line.contains(message));
            assertThat(receiver.exitStatus()).isEqualTo(2);
        }
    }

    @Test
    void aPortThatIsTakenIsToldOf(@TempDir Path folder) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RunningReceiver receiver =
                        launch(folder, Map.of("RECEIVER_PORT", Integer.toString(taken.getLocalPort())))) {
            receiver.await(line -> line.startsWith("receiver: cannot start: "));
            assertThat(receiver.exitStatus()).isEqualTo(2);
        }
    }
}
