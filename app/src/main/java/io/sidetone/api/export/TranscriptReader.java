package io.sidetone.api.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidetone.api.export.Transcript.Pause;
import io.sidetone.api.export.Transcript.Piece;
import io.sidetone.api.export.Transcript.Word;
import io.sidetone.engine.CallEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes one call's events, in the order of {@code seq}, and tells what was said. Confined to one thread at a time. */
public final class TranscriptReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String callId;
    private final Map<String, Transcript.Leg> legs = new LinkedHashMap<>();
    private final List<Piece> pieces = new ArrayList<>();
    private final Map<String, String> ends = new HashMap<>(); // of utterances, by leg and number
    private final List<Transcript.Key> keys = new ArrayList<>();
    private final Gaps gaps = new Gaps();
    private final List<Pause> pauses = new ArrayList<>();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private long startedAtMillis = -1;
    private @Nullable String direction;
    private @Nullable String from;
    private @Nullable String to;
    private long newestMs;
    private long durationMs = -1; // until the call's end is known
    private long pendingRepairMs;
    private long lastSeq;

    public String callId() {
        return callId;
    }

    public TranscriptReader(String callId) {
        this.callId = callId;
    }

    /** Whether any event has come: a call without one is unknown. */
    public boolean isEmpty() {
        return lastSeq == 0;
    }

    /** @throws UncheckedIOException if the event's data is not JSON */
    public void take(CallEvent event) {
        JsonNode data = parsed(event);
        lastSeq = Math.max(lastSeq, event.seq());
        if (startedAtMillis < 0) {
            startedAtMillis = event.atMillis(); // the beginning may be gone
        }
        switch (event.type()) {
            case "call.started" -> started(event, data);
            case "leg.started" -> leg(data.path("legId").asText(), data);
            case "transcript.final" -> said(data);
            case "utterance.completed" ->
                ends.put(
                        utterance(data.path("legId").asText(), data.path("utt").asLong()),
                        data.path("end").asText());
            case "fault" -> gaps.take(data);
            case "dtmf" ->
                keys.add(new Transcript.Key(
                        data.path("legId").asText(), seen(data.path("atMs").asLong())));
            case "call.paused" ->
                pauses.add(new Pause(
                        seen(data.path("atMs").asLong()), null, data.path("by").asText()));
            case "call.resumed" -> resumed(data);
            case "leg.ended" -> seen(data.path("atMs").asLong());
            case "call.ended" -> {
                durationMs = data.path("durationMs").asLong();
                pendingRepairMs = data.path("pendingRepairMs").asLong();
            }
            default -> {} // tells nothing of what was said
        }
    }

    private static JsonNode parsed(CallEvent event) {
        try {
            return JSON.readTree(event.data());
        } catch (IOException e) {
            throw new UncheckedIOException("the data of " + event + " is not JSON", e);
        }
    }

    private void started(CallEvent event, JsonNode data) {
        String at = data.path("startedAt").asText();
        startedAtMillis = at.isEmpty() ? event.atMillis() : Instant.parse(at).toEpochMilli();
        direction = text(data, "direction");
        from = text(data, "from");
        to = text(data, "to");
        data.path("labels")
                .properties()
                .forEach(it -> labels.put(it.getKey(), it.getValue().asText()));
    }

    /** A leg that starts again on another stream is the same one. */
    private void leg(String legId, JsonNode data) {
        String role = data.path("role").asText(legId);
        String name = Plain.line(data.path("name").asText(""));
        legs.putIfAbsent(
                legId,
                new Transcript.Leg(
                        legId, role, name.isEmpty() ? Speakers.capitalized(role) : name, text(data, "track")));
    }

    private void said(JsonNode data) {
        String legId = data.path("legId").asText();
        leg(legId, data);
        List<Word> words = new ArrayList<>();
        data.path("words")
                .forEach(word -> words.add(new Word(
                        Plain.line(word.path("text").asText()),
                        word.path("startMs").asLong(),
                        word.path("endMs").asLong())));
        pieces.add(new Piece(
                data.path("finalId").asText(),
                legId,
                data.path("n").asLong(),
                data.path("utt").asLong(),
                data.path("startMs").asLong(),
                seen(data.path("endMs").asLong()),
                Plain.line(data.path("text").asText()),
                data.path("confidence").asDouble(),
                text(data, "language"),
                data.path("repaired").asBoolean(),
                data.path("unconfirmed").asBoolean(),
                words));
    }

    private void resumed(JsonNode data) {
        int last = pauses.size() - 1;
        if (last >= 0 && pauses.get(last).endMs() == null) {
            Pause pause = pauses.get(last);
            long atMs = seen(data.path("atMs").asLong());
            pauses.set(last, new Pause(pause.startMs(), Math.max(pause.startMs(), atMs), pause.by()));
        }
    }

    private long seen(long atMs) {
        newestMs = Math.max(newestMs, atMs);
        return atMs;
    }

    private static @Nullable String text(JsonNode data, String field) {
        JsonNode value = data.path(field);
        return value.isTextual() ? Plain.line(value.textValue()) : null;
    }

    static String utterance(String legId, long utt) {
        return legId + " " + utt;
    }

    public Transcript transcript() {
        List<Piece> inOrder = pieces.stream().sorted(Order.PIECES).toList();
        List<Transcript.Gap> holes = gaps.list();
        long newest = holes.stream().mapToLong(Transcript.Gap::endMs).reduce(newestMs, Math::max);
        return new Transcript(
                new Transcript.Call(
                        callId,
                        startedAtMillis,
                        direction,
                        from,
                        to,
                        labels,
                        durationMs < 0 ? newest : durationMs,
                        durationMs >= 0,
                        pendingRepairMs),
                lastSeq,
                legs.values().stream().sorted(Order.LEGS).toList(),
                inOrder,
                Utterances.of(inOrder, ends),
                keys.stream().sorted(Order.KEYS).toList(),
                holes,
                pauses);
    }
}
