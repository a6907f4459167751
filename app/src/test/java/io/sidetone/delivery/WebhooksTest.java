package io.sidetone.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidetone.delivery.Receiver.Got;
import io.sidetone.engine.Archive;
import io.sidetone.engine.Archive.Status;
import io.sidetone.engine.Events;
import io.sidetone.engine.Member;
import io.sidetone.engine.Recorder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole way from the log to a receiver's socket and back, in fake time. */
@Timeout(60)
class WebhooksTest {
    private final Fixture fixture;

    WebhooksTest(@TempDir Path dir) {
        fixture = new Fixture(dir);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static Target taking(Target target, Set<String> events, Set<String> include) {
        return new Target(
                target.name(), target.url(), target.secrets(), events, include, target.retry(), target.timeout());
    }

    /** Fails so often, then succeeds. */
    private static Receiver.Manner failing(int times, int status) {
        AtomicInteger left = new AtomicInteger(times);
        return (exchange, got) -> exchange.sendResponseHeaders(left.getAndDecrement() > 0 ? status : 200, -1);
    }

    private static List<String> places(String callId, long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(seq -> callId + "#" + seq)
                .toList();
    }

    @Test
    void aCallArrivesInTheOrderOfItsEvents() throws Exception {
        try (Receiver receiver = new Receiver(Receiver.status(204))) {
            fixture.start(Fixture.target("nlu", receiver.url()));

            LongStream.rangeClosed(1, 50).forEach(seq -> fixture.append(Events.spoken("s_a", seq)));
            fixture.append(Events.ended("s_a", 51));

            receiver.await(51);
            assertThat(receiver.places()).isEqualTo(places("s_a", 1, 51));
            assertThat(fixture.awaitDeliveries(Status.DELIVERED, 51)).hasSize(51);
        }
    }

    @Test
    void aFailingCallDelaysNoOtherAndThenArrivesWithoutGap() throws Exception {
        AtomicInteger failures = new AtomicInteger(10);
        try (Receiver receiver = new Receiver((exchange, got) -> {
            boolean fails = got.callId().equals("s_0") && failures.getAndDecrement() > 0;
            exchange.sendResponseHeaders(fails ? 500 : 200, -1);
        })) {
            fixture.start(Fixture.target("nlu", receiver.url()));
            for (int call = 0; call < 100; call++) {
                String callId = "s_" + call;
                LongStream.rangeClosed(1, 3).forEach(seq -> fixture.append(Events.spoken(callId, seq)));
            }

            assertThat(fixture.awaitDeliveries(Status.DELIVERED, 297))
                    .as("without a step of the clock")
                    .noneMatch(delivery -> delivery.callId().equals("s_0"));
            for (int failure = 1; failure <= 10; failure++) {
                fixture.wake(1);
            }
            fixture.awaitDeliveries(Status.DELIVERED, 300);

            List<Got> first = receiver.got().stream()
                    .filter(got -> got.callId().equals("s_0"))
                    .toList();
            assertThat(first)
                    .extracting(Got::seq)
                    .startsWith(1L, 1L)
                    .endsWith(1L, 2L, 3L)
                    .hasSize(13);
            List<Got> attempts = first.subList(0, 11);
            assertThat(attempts).extracting(got -> got.header("webhook-id")).containsOnly("msg_s_0x1");
            assertThat(attempts)
                    .extracting(got -> got.header("webhook-timestamp"))
                    .doesNotHaveDuplicates();
            assertThat(attempts)
                    .extracting(got -> got.header("webhook-signature"))
                    .doesNotHaveDuplicates();
            assertThat(attempts.get(10).header("x-webhook-attempt")).isEqualTo("11");
        }
    }

    @Test
    void anEventThatIsRefusedIsSetAsideAfterThreeTriesAndTheCallGoesOn() throws Exception {
        try (Receiver receiver = new Receiver(failing(3, 422))) {
            fixture.start(Fixture.target("nlu", receiver.url()));
            fixture.append(Events.spoken("s_a", 1));
            fixture.append(Events.spoken("s_a", 2));

            Duration waited = Duration.ZERO;
            for (int retry = 1; retry <= 2; retry++) {
                fixture.time.awaitWaiting(1);
                waited = waited.plus(fixture.time.untilNext());
                fixture.time.advance(fixture.time.untilNext());
            }
            fixture.awaitDeliveries(Status.DELIVERED, 1);

            assertThat(receiver.places()).containsExactly("s_a#1", "s_a#1", "s_a#1", "s_a#2");
            assertThat(waited).isBetween(Duration.ofMillis(2_400), Duration.ofMillis(3_600));
            Archive.Delivery dead = fixture.awaitDeliveries(Status.DEAD, 1).get(0);
            assertThat(dead.seq()).isEqualTo(1);
            assertThat(dead.attempts()).isEqualTo(3);
            assertThat(dead.httpStatus()).isEqualTo(422);
            assertThat(dead.detail())
                    .contains("webhook nlu")
                    .contains("answered 422")
                    .doesNotContain("hidden");
        }
    }

    @Test
    void aTargetThatIsGoneGetsNothingMoreOnAnyShardAndTheOthersGoOn() throws Exception {
        try (Receiver gone = new Receiver(Receiver.status(410));
                Receiver there = new Receiver(Receiver.status(200))) {
            fixture.start(Fixture.target("gone", gone.url()), Fixture.target("there", there.url()));
            fixture.append(Events.spoken("s_a", 1));
            fixture.awaitDeliveries(Status.DEAD, 1);

            for (int call = 0; call < 30; call++) {
                fixture.append(Events.spoken("s_" + call, 1));
            }

            there.await(31);
            assertThat(gone.places()).containsExactly("s_a#1");
        }
    }

    @ParameterizedTest
    @CsvSource({"7,7000,7000", "'Fri, 02 Jan 2026 03:04:25 GMT',19000,19400", "abc,800,1200", "0,800,1200"})
    void anOverloadedTargetIsGivenTheTimeItAsksFor(String asked, long leastMillis, long mostMillis) throws Exception {
        try (Receiver receiver = new Receiver(Receiver.status(429, "Retry-After", asked))) {
            fixture.start(Fixture.target("nlu", receiver.url()));
            fixture.append(Events.spoken("s_a", 1));

            fixture.time.awaitWaiting(1);

            assertThat(fixture.time.untilNext().toMillis()).isBetween(leastMillis, mostMillis);
        }
    }

    @Test
    void anEventThatIsTooOldIsGivenUpAtItsNextFailureAndTheCallGoesOn() throws Exception {
        try (Receiver receiver = new Receiver(failing(3, 500))) {
            fixture.start(Fixture.target("nlu", receiver.url()));
            fixture.append(Events.spoken("s_a", 1));
            fixture.append(Events.ended("s_a", 2));
            fixture.time.awaitWaiting(1);
            fixture.time.advance(Duration.ofDays(3)); // 1 ms short of the event's limit
            fixture.time.awaitWaiting(1);
            assertThat(fixture.deliveries())
                    .extracting(Archive.Delivery::status)
                    .containsExactly(Status.PENDING);

            fixture.wake(1);
            fixture.awaitDeliveries(Status.DELIVERED, 1);

            assertThat(fixture.awaitDeliveries(Status.DEAD, 1).get(0).attempts())
                    .isEqualTo(3);
            assertThat(receiver.places()).containsExactly("s_a#1", "s_a#1", "s_a#1", "s_a#2");
        }
    }

    @Test
    void aHangingTargetDelaysNoOther() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (Receiver hanging = new Receiver((exchange, got) -> await(end));
                Receiver prompt = new Receiver(Receiver.status(200))) {
            fixture.start(Fixture.target("hanging", hanging.url()), Fixture.target("prompt", prompt.url()));

            LongStream.rangeClosed(1, 100).forEach(seq -> fixture.append(Events.spoken("s_a", seq)));
            hanging.await(1);
            prompt.await(100);

            assertThat(prompt.places()).isEqualTo(places("s_a", 1, 100));
            assertThat(hanging.places()).containsExactly("s_a#1");
            end.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aTargetGetsTheTypesAndWordsItAskedFor() throws Exception {
        try (Receiver plain = new Receiver(Receiver.status(200));
                Receiver wordy = new Receiver(Receiver.status(200))) {
            fixture.start(
                    Fixture.target("plain", plain.url()),
                    taking(Fixture.target("wordy", wordy.url()), Set.of("transcript.final"), Set.of("words")));

            fixture.append(Events.started("s_a"));
            fixture.append(
                    Events.event("s_a", 2, "transcript.final", "\"text\":\"hi\",\"words\":[{\"w\":\"hi\"}],\"utt\":1"));
            fixture.append(Events.event("s_a", 3, "dtmf", "\"digit\":\"*\""));
            fixture.append(Events.ended("s_a", 4));

            plain.await(3);
            wordy.await(1);
            fixture.awaitDeliveries(Status.DELIVERED, 4);
            assertThat(plain.places()).containsExactly("s_a#1", "s_a#2", "s_a#4");
            assertThat(wordy.places()).containsExactly("s_a#2");
            assertThat(plain.got().get(1).body())
                    .asString(UTF_8)
                    .isEqualTo("{\"type\":\"transcript.final\",\"timestamp\":\"2026-01-02T03:04:05.680Z\",\"data\":"
                            + "{\"callId\":\"s_a\",\"seq\":2,\"text\":\"hi\",\"utt\":1}}");
            assertThat(wordy.got().get(0).json().at("/data/words/0/w").asText()).isEqualTo("hi");
        }
    }

    @Test
    void theNextOwnerGoesOnWhereTheLastOneStoppedWithoutRepeats() throws Exception {
        Map<String, Boolean> down = new ConcurrentHashMap<>(Map.of("s_stuck", true));
        try (Receiver receiver = new Receiver(
                (exchange, got) -> exchange.sendResponseHeaders(down.containsKey(got.callId()) ? 500 : 200, -1))) {
            Target target = Fixture.target("nlu", receiver.url());
            Webhooks first = fixture.start(target);
            fixture.append(Events.spoken("s_stuck", 1));
            for (int call = 0; call < 30; call++) {
                fixture.append(Events.spoken("s_" + call, 1));
            }
            fixture.awaitDeliveries(Status.DELIVERED, 30);
            fixture.time.awaitWaiting(1);
            first.drain().toCompletableFuture().join();
            first.close();

            down.clear();
            fixture.start(target);
            fixture.append(Events.spoken("s_stuck", 2));
            fixture.wake(1);
            fixture.awaitDeliveries(Status.DELIVERED, 32);

            List<String> stuck = receiver.places().stream()
                    .filter(place -> place.startsWith("s_stuck"))
                    .toList();
            assertThat(stuck).containsExactly("s_stuck#1", "s_stuck#1", "s_stuck#2");
            assertThat(receiver.got()).hasSize(33);
        }
    }

    @Test
    void anEndedCallLeavesNoProgressBehind() throws Exception {
        try (Receiver receiver = new Receiver(Receiver.status(200))) {
            Target finals = taking(Fixture.target("nlu", receiver.url()), Set.of("transcript.final"), Set.of());
            Webhooks webhooks = fixture.start(finals);
            fixture.append(Events.spoken("s_a", 1));
            fixture.append(Events.ended("s_a", 2));
            fixture.awaitDeliveries(Status.DELIVERED, 1);
            webhooks.drain().toCompletableFuture().join();

            Member next = new Member();
            fixture.engine.events().consume("webhooks", next);
            next.opened.await(8);

            assertThat(next.progress.values()).allMatch(Map::isEmpty);
            assertThat(next.received.seen()).isEmpty();
        }
    }

    @Test
    void drainingWaitsForWhatIsInFlightAndTakesNothingNew() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        try (Receiver receiver = new Receiver((exchange, got) -> {
            await(gate);
            exchange.sendResponseHeaders(200, -1);
        })) {
            Webhooks webhooks = fixture.start(Fixture.target("nlu", receiver.url()));
            fixture.append(Events.spoken("s_a", 1));
            fixture.append(Events.spoken("s_a", 2));
            receiver.await(1);

            var drained = webhooks.drain().toCompletableFuture();
            assertThat(drained).isNotDone();
            gate.countDown();
            drained.join();
            fixture.append(Events.spoken("s_a", 3));

            assertThat(receiver.places()).containsExactly("s_a#1", "s_a#2");
            assertThat(fixture.deliveries())
                    .extracting(Archive.Delivery::status)
                    .containsExactly(Status.DELIVERED, Status.DELIVERED);
        }
    }

    @Test
    void supervisorsOfACallSeeItsDeliveriesAndOthersCostNothing() throws Exception {
        try (Receiver receiver = new Receiver(failing(1, 500))) {
            Recorder<String> live = new Recorder<>();
            fixture.engine.live().watch("s_a", (slot, json) -> live.add(slot + " " + new String(json, UTF_8)));
            fixture.start(Fixture.target("nlu", receiver.url()));

            fixture.append(Events.spoken("s_a", 1));
            live.await(1);
            fixture.time.awaitWaiting(1);
            Duration wait = fixture.time.untilNext();
            fixture.time.advance(wait);
            live.await(2);

            assertThat(live.seen().get(0))
                    .isEqualTo("delivery/s_a.l1.1/nlu {\"type\":\"delivery\",\"callId\":\"s_a\",\"legId\":\"l1\","
                            + "\"finalId\":\"s_a.l1.1\",\"callSeq\":1,\"event\":\"transcript.final\",\"target\":\"nlu\",\"status\":\"pending\",\"attempts\":1,"
                            + "\"httpStatus\":500,\"error\":\"webhook nlu ("
                            + Target.withoutSecrets(receiver.url()) + "): answered 500\",\"nextAttemptAt\":"
                            + (Events.AT_MILLIS + wait.toMillis()) + "}");
            assertThat(live.seen().get(1)).contains("\"status\":\"delivered\",\"attempts\":2,\"httpStatus\":200,");
        }
    }

    @Test
    void theReceiversAnswerIsKeptAndAttemptsAreCounted() throws Exception {
        try (Receiver receiver =
                new Receiver((exchange, got) -> Receiver.text(exchange, 200, "{\"intent\":\"repair\"}"))) {
            fixture.start(Fixture.target("nlu", receiver.url()));

            fixture.append(Events.spoken("s_a", 1));

            Archive.Delivery delivery =
                    fixture.awaitDeliveries(Status.DELIVERED, 1).get(0);
            assertThat(delivery.answer()).asString(UTF_8).isEqualTo("{\"intent\":\"repair\"}");
            assertThat(fixture.meters
                            .get("sidetone_webhook_attempt")
                            .tags("target", "nlu", "class", "delivered")
                            .timer()
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void noThreadIsLeftAfterClosing() throws Exception {
        try (Receiver receiver = new Receiver(Receiver.status(200))) {
            fixture.start(Fixture.target("nlu", receiver.url()));
            fixture.append(Events.spoken("s_a", 1));
            fixture.awaitDeliveries(Status.DELIVERED, 1);
            List<Thread> threads = threads();
            assertThat(threads).extracting(Thread::getName).contains("sidetone-webhook-nlu");

            fixture.close();

            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(threads()).isEmpty();
        }
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("sidetone-"))
                .toList();
    }

    @Test
    void twoTargetsOfOneNameAreRefused() {
        Target target = Fixture.target("nlu", URI.create("http://127.0.0.1/"));

        assertThatThrownBy(() -> new Webhooks(fixture.engine, List.of(target, target), fixture.surroundings()))
                .hasMessageContaining("2 webhooks are named nlu");
    }
}
