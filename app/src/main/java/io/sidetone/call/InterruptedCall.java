package io.sidetone.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidetone.engine.CallEvent;
import io.sidetone.engine.Engine;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the journal knows of a call that its process did not end: fed with the call's events in order, it then writes
 * the ends that are missing. One thread at a time.
 */
final class InterruptedCall {
    private static final Logger log = LoggerFactory.getLogger(InterruptedCall.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String callId;
    private final Map<String, LegSoFar> legs = new LinkedHashMap<>();
    private final Set<String> faults = new TreeSet<>();
    private Map<String, String> labels = Map.of();
    private String callSid = "";
    private long seq;
    private long startedAtMillis;
    private long lastAtMillis;
    private long lastCallMs;
    private long pausedFromMs = -1;
    private boolean ended;

    InterruptedCall(String callId) {
        this.callId = callId;
    }

    void add(CallEvent event) {
        seq = event.seq();
        labels = event.labels();
        lastAtMillis = event.atMillis();
        if (startedAtMillis == 0) {
            startedAtMillis = event.atMillis();
        }
        JsonNode data;
        try {
            data = JSON.readTree(event.data());
        } catch (IOException e) {
            log.error("call {}: {} cannot be read and is left out of its end: {}", callId, event, e.toString());
            return;
        }
        callSid = data.path("callSid").asText(callSid);
        lastCallMs = Math.max(
                lastCallMs,
                Math.max(data.path("endMs").asLong(), data.path("atMs").asLong()));
        String legId = event.legId();
        if (legId != null) {
            legs.computeIfAbsent(legId, LegSoFar::new).add(event, data);
        } else {
            addToCall(event.type(), data);
        }
        if (event.type().equals("fault")) {
            faults.add(data.path("faultId").asText());
        }
    }

    private void addToCall(String type, JsonNode data) {
        switch (type) {
            case "call.paused" -> pausedFromMs = data.path("atMs").asLong();
            case "call.resumed" -> {
                long pausedMs = data.path("atMs").asLong() - pausedFromMs;
                if (pausedFromMs >= 0) {
                    legs.values().stream().filter(leg -> !leg.ended).forEach(leg -> leg.pausedMs += pausedMs);
                }
                pausedFromMs = -1;
            }
            case "call.ended" -> ended = true;
            default -> {} // says nothing about the end
        }
    }

    /** Writes what is missing; false if nothing is. */
    boolean end(Engine engine, InstantSource clock, Masking masking) {
        if (ended || seq == 0) {
            return false;
        }
        Journal journal = new Journal(callId, callSid, engine.events(), clock, labels, seq);
        CallEvents events = new CallEvents(callId, journal, engine.live(), clock, labels, masking);
        for (LegSoFar leg : legs.values()) {
            leg.open.values().forEach(open -> events.utteranceInterrupted(leg.name(), leg.track, leg.language, open));
            if (!leg.ended) {
                events.legEnded(leg.count(lastCallMs), lastCallMs, EndReason.INTERRUPTED);
            }
        }
        long durationMs = Math.max(lastCallMs, lastAtMillis - startedAtMillis);
        events.callEnded(
                EndReason.INTERRUPTED,
                Instant.ofEpochMilli(lastAtMillis),
                durationMs,
                legs.values().stream().map(leg -> leg.count(lastCallMs)).toList(),
                faults.size());
        log.warn(
                "call {}: interrupted by the end of the process that had it; {} events were kept, and it is ended now",
                callId,
                seq);
        return true;
    }

    /** A leg as far as it is known. */
    private static final class LegSoFar {
        private final String legId;
        private final Map<Long, LegRecord.OpenUtterance> open = new TreeMap<>();
        private String role = "";
        private String track = "";
        private @Nullable String language;
        private long finals;
        private long utterances;
        private long words;
        private long audioMs;
        private long lostMs;
        private long pausedMs;
        private long gaps;
        private boolean ended;

        LegSoFar(String legId) {
            this.legId = legId;
        }

        LegName name() {
            return new LegName(legId, role);
        }

        void add(CallEvent event, JsonNode data) {
            String told = event.role();
            role = told == null ? role : told;
            track = data.path("track").asText(track);
            switch (event.type()) {
                case "leg.started" -> ended = false;
                case "transcript.final" -> said(event, data);
                case "utterance.completed" -> open.remove(data.path("utt").asLong());
                case "fault" -> trouble(data);
                case "leg.ended" -> {
                    ended = true;
                    audioMs = data.path("audioMs").asLong();
                    lostMs = data.path("lostMs").asLong();
                    pausedMs = data.path("pausedMs").asLong();
                }
                default -> {} // says nothing that is counted
            }
        }

        private void said(CallEvent event, JsonNode data) {
            int count = data.path("words").size();
            language = data.path("language").asText(null);
            long utt = data.path("utt").asLong();
            finals = Math.max(finals, event.n());
            utterances = Math.max(utterances, utt);
            words += count;
            open.computeIfAbsent(utt, number -> new LegRecord.OpenUtterance(number, new ArrayList<>()))
                    .finals()
                    .add(new LegRecord.SaidFinal(
                            data.path("finalId").asText(),
                            data.path("text").asText(),
                            data.path("startMs").asLong(),
                            data.path("endMs").asLong(),
                            data.path("confidence").asDouble(),
                            count));
        }

        private void trouble(JsonNode data) {
            if (data.path("code").asText().equals("audio.gap")) {
                gaps++;
            } else {
                lostMs += data.path("lostMs").asLong();
            }
        }

        /** @param lastCallMs for want of a better number: audio is known to have come until then */
        LegCount count(long lastCallMs) {
            long heardMs = ended ? audioMs : lastCallMs;
            return new LegCount(name(), finals, utterances, words, heardMs, lostMs, pausedMs, gaps, 0, 0);
        }
    }
}
