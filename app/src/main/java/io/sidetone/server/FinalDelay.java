package io.sidetone.server;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
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
        String instant = tree(event).path("startedAt").asText();
        if (!instant.isEmpty()) {
            startedAt.put(event.callId(), Instant.parse(instant).toEpochMilli());
        }
    }

    private void said(CallEvent event) {
        finals.increment();
        Long began = startedAt.get(event.callId());
        if (began != null) {
            timed(event, began);
        }
    }

    /** Without a tree of its words: there are many finals. */
    private void timed(CallEvent event, long beganMs) {
        long endMs = 0;
        boolean repaired = false;
        try (JsonParser parser = JSON.createParser(event.data())) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                endMs = name.equals("endMs") ? parser.getValueAsLong() : endMs;
                repaired |= name.equals("repaired") && parser.getValueAsBoolean();
                parser.skipChildren();
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(event + " is not JSON", e); // ours: a defect
        }
        if (!repaired) {
            delay.record(event.atMillis() - beganMs - endMs);
        }
    }

    private static JsonNode tree(CallEvent event) {
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
