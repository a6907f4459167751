package io.sidetone.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One leg as the board shows it. Writer thread only. */
final class LegState {
    private static final long SPEAKING_LASTS_NANOS = TimeUnit.SECONDS.toNanos(5); // unless text follows

    private final String legId;
    private final Slot interim;
    private final Slot speech;
    private ObjectNode identity = Json.object();
    private String state = "connecting";
    private long rev;
    private long finalRev;
    private long finals;
    private long words;
    private long audioMs;
    private long lostMs;
    private final Stability stability = new Stability();
    private @Nullable ObjectNode guess; // never without text
    private long guessRev;
    private @Nullable ObjectNode last;
    private @Nullable JsonNode patch; // the newest
    private @Nullable JsonNode detail; // why the state is what it is
    private ObjectNode media = Json.object(); // how far the transcript is behind
    private boolean speaking;
    private long heardNanos;

    LegState(String legId, CallFacts call) {
        this.legId = legId;
        this.interim = new Slot(call);
        this.speech = new Slot(call);
    }

    Slot interim() {
        return interim;
    }

    Slot speech() {
        return speech;
    }

    long finals() {
        return finals;
    }

    boolean hasEnded() {
        return state.equals("ended");
    }

    /** A stream carries this leg: its first, or a newer one. */
    void started(ObjectNode event, long callStartedAt) {
        long offsetMs = event.path("startMs").asLong();
        identity = Json.object()
                .put("legId", legId)
                .put("role", event.path("role").asText())
                .put("track", event.path("track").asText())
                .put("callSid", event.path("callSid").asText())
                .put("streamSid", event.path("streamSid").asText())
                .put("startedAt", callStartedAt + offsetMs)
                .put("offsetMs", offsetMs);
        state = event.path("state").asText("connecting");
        patch = null;
        detail = null;
        quiet();
    }

    /** Takes what {@code leg.updated} says; false if that is nothing new. */
    boolean updated(JsonNode news) {
        if (state.equals("ended") || news.equals(patch)) {
            return false;
        }
        patch = news;
        detail = news.hasNonNull("detail") ? news.get("detail") : detail;
        media = news.hasNonNull("media") ? (ObjectNode) news.get("media") : media;
        state = news.path("state").asText(state);
        if (news.hasNonNull("role")) {
            identity.set("role", news.get("role"));
        }
        return true;
    }

    /** True if words have come from a leg that is not known to be transcribed: news of it was missed. */
    boolean notKnownToBeLive() {
        return state.equals("connecting") || state.equals("waiting");
    }

    /** Takes a guess; false if something newer is known already. */
    boolean guessed(ObjectNode event, long nowNanos) {
        long newRev = event.path("rev").asLong();
        if (newRev <= finalRev || newRev <= guessRev || state.equals("ended")) {
            return false;
        }
        rev = Math.max(rev, newRev);
        guessRev = newRev;
        String text = event.path("text").asText();
        event.put("stable", stability.of(event.path("utt").asLong(), text));
        guess = text.isEmpty() ? null : event;
        heardNanos = nowNanos;
        interim.set(Json.bytes(event));
        return true;
    }

    /** Voice began; false if this is known, or if it is a memory of an ended leg. */
    boolean spoke(ObjectNode event, byte[] json, long nowNanos) {
        long heardMs = last == null ? -1 : last.path("endMs").asLong();
        if (state.equals("ended") || speech.json() != null || event.path("atMs").asLong() < heardMs) {
            return false;
        }
        speaking = true;
        heardNanos = nowNanos;
        speech.set(json);
        return true;
    }

    void said(ObjectNode event, long nowNanos) {
        finals = Math.max(finals, event.path("n").asLong());
        words += words(event.path("text").asText());
        long newRev = event.path("rev").asLong();
        rev = Math.max(rev, newRev);
        finalRev = Math.max(finalRev, newRev);
        heardNanos = nowNanos;
        last = brief(event);
        stability.forget();
        if (guessRev <= finalRev) {
            guess = null;
            interim.withdraw(); // whoever holds an older guess drops it when the final comes
        }
    }

    void utteranceOver(long utt) {
        speaking = false;
        speech.withdraw();
        if (guess != null && guess.path("utt").asLong() == utt) {
            // not withdrawn: a slow viewer may still show the guess before this one, of another utterance
            interim.set(Json.bytes(guess.deepCopy().put("text", "").put("stable", 0)));
            guess = null;
        }
    }

    void ended(ObjectNode event) {
        state = "ended";
        media = Json.object();
        audioMs = event.path("audioMs").asLong(audioMs);
        lostMs = event.path("lostMs").asLong(lostMs);
        quiet();
    }

    /** Nobody watches any more: what is known of the moment grows old. */
    void forgetTheMoment() {
        quiet();
        guessRev = 0; // the same guess may come again
    }

    private void quiet() {
        speaking = false;
        speech.withdraw();
        guess = null;
        stability.forget();
        interim.withdraw();
    }

    /** True while somebody speaks, as far as is known. */
    boolean audible(long nowNanos) {
        return speaking && nowNanos - heardNanos < SPEAKING_LASTS_NANOS;
    }

    ObjectNode json(boolean interims, boolean finalsToo, long nowNanos) {
        ObjectNode node = identity.deepCopy();
        node.put("state", state)
                .put("speaking", audible(nowNanos))
                .put("rev", rev)
                .put("finals", finals)
                .put("words", words);
        if (detail != null) {
            node.set("detail", detail);
        }
        node.set("interim", interims && guess != null ? guessJson(guess) : null);
        node.set("last", finalsToo ? last : null);
        ObjectNode health = node.putObject("media");
        health.setAll(media);
        health.put("audioMs", audioMs)
                .put("lostMs", Math.max(lostMs, media.path("lostMs").asLong()));
        return node;
    }

    private static ObjectNode guessJson(ObjectNode event) {
        ObjectNode node = event.deepCopy();
        node.remove("type");
        node.remove("callId");
        node.remove("legId");
        node.remove("role");
        return node;
    }

    private static ObjectNode brief(ObjectNode event) {
        ObjectNode node = Json.object();
        for (String field : new String[] {"finalId", "n", "utt", "rev", "startMs", "endMs", "text"}) {
            if (event.has(field)) {
                node.set(field, event.get(field));
            }
        }
        return node;
    }

    static int words(String text) {
        int count = 0;
        boolean inside = false;
        for (int i = 0; i < text.length(); i++) {
            boolean letter = !Character.isWhitespace(text.charAt(i));
            count += letter && !inside ? 1 : 0;
            inside = letter;
        }
        return count;
    }
}
