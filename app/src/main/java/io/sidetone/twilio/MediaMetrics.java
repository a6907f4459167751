package io.sidetone.twilio;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What operators count about media streams. Any thread. */
final class MediaMetrics {
    private final Counter refused;
    private final Counter opened;
    private final Counter unknown;
    private final Counter bad;
    private final Counter lost;

    MediaMetrics(MeterRegistry meters) {
        refused = counter(meters, "sidetone_media_refused", "upgrades that were refused");
        opened = counter(meters, "sidetone_media_streams", "media streams that said start");
        unknown = counter(meters, "sidetone_media_unknown_events", "messages with an event we do not know");
        lost = counter(meters, "sidetone_media_lost", "media streams whose socket closed without a stop");
        bad = counter(meters, "sidetone_media_bad_messages", "messages that break Twilio's contract");
    }

    private static Counter counter(MeterRegistry meters, String name, String description) {
        return Counter.builder(name).description(description).register(meters);
    }

    void refused() {
        refused.increment();
    }

    void opened() {
        opened.increment();
    }

    void unknown() {
        unknown.increment();
    }

    void lost() {
        lost.increment();
    }

    void bad() {
        bad.increment();
    }
}
