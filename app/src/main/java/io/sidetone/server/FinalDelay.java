package io.sidetone.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.sidetone.dashboard.SystemStats.Percentiles;
import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog;
import io.sidetone.speech.StageDelay;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long words take from the mouth to the log, and how many finals there are. Follows the log on its own thread.
 * What was transcribed afterwards is counted, not timed.
 */
final class FinalDelay implements EventLog.Tail {
    private static final Logger log = LoggerFactory.getLogger(FinalDelay.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StageDelay delay;
    private final LongAdder finals = new LongAdder();
    private final Map<String, Long> startedAt = new ConcurrentHashMap<>(); // of live calls, by callId

    FinalDelay(MeterRegistry meters) {
        this.delay = new StageDelay(meters, StageDelay.Stage.JOURNALED);
    }

    @Override
    public void event(CallEvent event) {
        switch (event.type()) {
            case "call.started" -> started(event);
            case "call.ended" -> startedAt.remove(event.callId());
            case "transcript.final" -> said(event);
            default -> {} // not about words
        }
    }

    @Override
    public void skipped(long count) {
        log.debug("{} events were not timed", count);
    }

    private void started(CallEvent event) {
        String instant = read(event).path("startedAt").asText();
        if (!instant.isEmpty()) {
            startedAt.put(event.callId(), Instant.parse(instant).toEpochMilli());
        }
    }

    private void said(CallEvent event) {
        finals.increment();
        Long began = startedAt.get(event.callId());
        JsonNode data = read(event);
        if (began != null && !data.path("repaired").asBoolean()) {
            delay.record(event.atMillis() - began - data.path("endMs").asLong());
        }
    }

    private static JsonNode read(CallEvent event) {
        try {
            return JSON.readTree(event.data());
        } catch (IOException e) {
            throw new IllegalArgumentException(event + " is not JSON", e); // ours: a defect
        }
    }

    /** Since the process began. */
    long finals() {
        return finals.sum();
    }

    Percentiles percentiles() {
        return Measured.percentiles(delay.timer());
    }
}
