package io.sidetone.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sidetone.engine.Archive;
import io.sidetone.engine.CallEvent;
import io.sidetone.engine.LiveBus;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what became of one target's deliveries: archive, live bus, metrics, log. Safe on any thread. */
final class Reports {
    private static final Logger LOG = LoggerFactory.getLogger(Reports.class);

    private static final double MILLIS_PER_SECOND = 1_000;

    private final Target target;
    private final Archive archive;
    private final LiveBus live;
    private final MeterRegistry meters;
    private final Timer lag;

    Reports(Target target, Archive archive, LiveBus live, MeterRegistry meters) {
        this.target = target;
        this.archive = archive;
        this.live = live;
        this.meters = meters;
        this.lag = Timer.builder("sidetone_webhook_lag")
                .description("From the event to its delivery")
                .tag("target", target.name())
                .publishPercentiles(0.5, 0.95, 0.99)
                .register(meters);
    }

    /**
     * How often and when.
     *
     * @param attempts so far, failed ones and the last
     * @param firstAtMillis start of the first attempt made here, milliseconds since 1970
     * @param lastAtMillis start of the last
     */
    record Tries(int attempts, long firstAtMillis, long lastAtMillis) {}

    void delivered(CallEvent event, Tries tries, Answer answer) {
        LOG.debug("{}: {} delivered, attempt {}", target, event, tries.attempts());
        lag.record(Duration.ofMillis(Math.max(0, tries.lastAtMillis() - event.atMillis())));
        tell(event, tries, answer, Archive.Status.DELIVERED, 0);
        settled("delivered");
    }

    /** @param nextAtMillis when it is tried again, 0 if it is not */
    void failed(CallEvent event, Tries tries, Answer answer, long nextAtMillis) {
        LOG.info("{} not delivered, attempt {}: {}", event, tries.attempts(), answer.detail());
        tell(event, tries, answer, Archive.Status.PENDING, nextAtMillis);
    }

    void dead(CallEvent event, Tries tries, Answer answer) {
        LOG.warn("{} is dead after {} attempts and set aside: {}", event, tries.attempts(), answer.detail());
        tell(event, tries, answer, Archive.Status.DEAD, 0);
        settled("dead");
    }

    /** A repeated delivery was not taken yet; what is known of it stays as it is, and so does the wish. */
    void repeatFailed(CallEvent event, int attempts, Answer answer) {
        LOG.info("{} not delivered again, attempt {}: {}", event, attempts, answer.detail());
        count(answer);
    }

    /** A delivery that was to be repeated, of an event that is not kept any more. */
    CompletionStage<Void> lost(Archive.Delivery wish) {
        LOG.warn("{}: {} cannot be sent again, its event is not kept any more", target, wish.id());
        return archive.note(new Archive.Delivery(
                wish.eventId(),
                wish.callId(),
                wish.seq(),
                wish.type(),
                wish.legId(),
                wish.n(),
                wish.target(),
                Archive.Status.DEAD,
                wish.attempts(),
                wish.firstAtMillis(),
                wish.lastAtMillis(),
                wish.httpStatus(),
                "lost",
                "its event is not kept any more, so it cannot be sent again",
                wish.answer()));
    }

    /** Shows how the target is in the metrics. */
    void gauge(Supplier<TargetStatus> status) {
        settledCounter("delivered"); // there from the start, so that the first one is seen as one more
        settledCounter("dead");
        gauge("state", null, "0 ok, 1 catching up, 2 suspended, 3 gone", () -> status.get()
                .state()
                .number());
        gauge("in_flight", null, "Requests under way", () -> status.get().inFlight());
        gauge("concurrency", null, "Requests at once that the target has proved to take", () -> status.get()
                .concurrency());
        gauge(
                "oldest_waiting",
                "seconds",
                "Age of the oldest event that waits",
                () -> status.get().lagMillis() / MILLIS_PER_SECOND);
    }

    private void gauge(String name, @Nullable String unit, String description, Supplier<Number> value) {
        Gauge.builder("sidetone_webhook_" + name, value)
                .description(description)
                .baseUnit(unit)
                .tag("target", target.name())
                .strongReference(true)
                .register(meters);
    }

    /** What became of a repeated delivery; completes when it is noted, so that nobody repeats it once more. */
    CompletionStage<Void> repeated(CallEvent event, Tries tries, Answer answer, Archive.Status status) {
        LOG.info("{}: {} repeated, now {}", target, event, status.name().toLowerCase(Locale.ROOT));
        return tell(event, tries, answer, status, 0);
    }

    private CompletionStage<Void> tell(
            CallEvent event, Tries tries, Answer answer, Archive.Status status, long nextAtMillis) {
        count(answer);
        Archive.Delivery delivery = new Archive.Delivery(
                event.eventId(),
                event.callId(),
                event.seq(),
                event.type(),
                event.legId(),
                event.n(),
                target.name(),
                status,
                tries.attempts(),
                tries.firstAtMillis(),
                tries.lastAtMillis(),
                answer.status(),
                answer.meaning() == AnswerClass.DELIVERED
                        ? null
                        : answer.meaning().name().toLowerCase(Locale.ROOT),
                answer.detail(),
                answer.body());
        CompletionStage<Void> noted = archive.note(delivery);
        if (live.watched(event.callId())) {
            String slot = "delivery/" + DeliveryState.subject(event) + "/" + target.name();
            live.publish(event.callId(), slot, DeliveryState.json(event, delivery, answer, nextAtMillis));
        }
        return noted;
    }

    private void count(Answer answer) {
        Timer.builder("sidetone_webhook_attempt")
                .description("Attempts by what their answer means")
                .tag("target", target.name())
                .tag("class", answer.meaning().name().toLowerCase(Locale.ROOT))
                .register(meters)
                .record(Duration.ofNanos(answer.latencyNanos()));
    }

    private void settled(String status) {
        settledCounter(status).increment();
    }

    private Counter settledCounter(String status) {
        return Counter.builder("sidetone_webhook_settled")
                .description("Events done with, for better or worse")
                .tag("target", target.name())
                .tag("status", status)
                .register(meters);
    }
}
