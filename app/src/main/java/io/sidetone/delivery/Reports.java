package io.sidetone.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sidetone.engine.Archive;
import io.sidetone.engine.CallEvent;
import io.sidetone.engine.LiveBus;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what became of one target's deliveries: archive, live bus, metrics, log. Safe on any thread. */
final class Reports {
    private static final Logger LOG = LoggerFactory.getLogger(Reports.class);

    private final Target target;
    private final Archive archive;
    private final LiveBus live;
    private final MeterRegistry meters;

    Reports(Target target, Archive archive, LiveBus live, MeterRegistry meters) {
        this.target = target;
        this.archive = archive;
        this.live = live;
        this.meters = meters;
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
        Timer.builder("sidetone_webhook_lag")
                .description("From the event to its delivery")
                .tag("target", target.name())
                .register(meters)
                .record(Duration.ofMillis(Math.max(0, tries.lastAtMillis() - event.atMillis())));
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

    private void tell(CallEvent event, Tries tries, Answer answer, Archive.Status status, long nextAtMillis) {
        count(answer);
        Archive.Delivery delivery = new Archive.Delivery(
                event.eventId(),
                event.callId(),
                event.seq(),
                event.type(),
                target.name(),
                status,
                tries.attempts(),
                tries.firstAtMillis(),
                tries.lastAtMillis(),
                answer.status(),
                answer.detail(),
                answer.json());
        archive.note(delivery);
        if (live.watched(event.callId())) {
            String slot = "delivery/" + DeliveryState.subject(event) + "/" + target.name();
            live.publish(event.callId(), slot, DeliveryState.json(event, delivery, answer, nextAtMillis));
        }
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
        Counter.builder("sidetone_webhook_settled")
                .description("Events done with, for better or worse")
                .tag("target", target.name())
                .tag("status", status)
                .register(meters)
                .increment();
    }
}
