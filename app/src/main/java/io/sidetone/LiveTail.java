package io.sidetone;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidetone.tail.FeedListener;
import io.sidetone.tail.Snapshot;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A supervisor in a terminal: every live call with both speakers, guesses in a line that changes, settled words in
 * one that stays. After a break that could not be replayed it asks for what it missed, so that no word is left out.
 *
 * <p>Told by one thread at a time.
 */
final class LiveTail implements FeedListener {
    private static final int ROLE_WIDTH = 10;
    private static final int CALL_WIDTH = 13;
    private static final String ENDED_UNSEEN = "call ended meanwhile";

    private final Screen screen;
    private final MissedWords missed;
    private final Consumer<String> ended;
    private final boolean guesses;
    private final Map<String, String> names = new LinkedHashMap<>(); // of the live calls, by callId
    private final Map<String, String> roles = new LinkedHashMap<>(); // by callId and legId
    private final Map<String, Long> shown = new LinkedHashMap<>(); // highest n, by callId and legId
    private long newestAt; // of what was shown, for finding calls that came and went unseen

    /**
     * @param missed where to ask for what was said while nobody listened
     * @param ended is told the callId of each call that ends
     * @param guesses whether interims are shown
     */
    LiveTail(Screen screen, MissedWords missed, Consumer<String> ended, boolean guesses) {
        this.screen = screen;
        this.missed = missed;
        this.ended = ended;
        this.guesses = guesses;
    }

    @Override
    public void snapshot(Snapshot snapshot) {
        screen.clearStates();
        long since = newestAt;
        newestAt = snapshot.atMillis();
        if (snapshot.isFirst()) {
            snapshot.calls().forEach(this::learn);
            snapshot.finals().forEach(this::said);
            snapshot.calls().forEach(this::found);
            return;
        }
        screen.line(
                Palette.dim(screen, "connected again; " + reason(snapshot.reason()) + ", asking for what was said"));
        Set<String> live = new HashSet<>();
        for (JsonNode call : snapshot.calls()) {
            if (call.path("state").asText().equals("live")) {
                live.add(call.path("callId").asText());
            }
            if (!names.containsKey(call.path("callId").asText())) {
                learn(call);
            }
        }
        catchUp(live, since);
    }

    private static String reason(String reason) {
        return switch (reason) {
            case "epoch_changed" -> "the server has been started anew";
            case "too_old", "too_many", "fell_behind" -> "too much happened meanwhile for a replay";
            default -> reason;
        };
    }

    private void catchUp(Set<String> live, long since) {
        try {
            missed.callsSince(since).forEach(call -> {
                if (!names.containsKey(call.path("callId").asText())) {
                    learn(call);
                }
            });
            for (String callId : Set.copyOf(names.keySet())) {
                missed.finals(callId).forEach(this::said);
                if (!live.contains(callId)) {
                    over(callId, ENDED_UNSEEN);
                }
            }
        } catch (IOException e) {
            screen.line(Palette.dim(screen, "what was said meanwhile cannot be had: " + e.getMessage()));
        }
    }

    /** Whether a call has been shown that is not over yet. */
    boolean knows(String callId) {
        return names.containsKey(callId);
    }

    /** A call that was shown is over, and the feed knows nothing of it any more. */
    void endedUnseen(String callId) throws IOException {
        missed.finals(callId).forEach(this::said);
        over(callId, ENDED_UNSEEN);
    }

    /** A call that is live when we come. */
    private void found(JsonNode call) {
        String callId = call.path("callId").asText();
        screen.line(name(callId) + "call from " + call.path("from").asText("?") + ", "
                + (call.path("state").asText().equals("ended") ? "ended" : "live"));
        for (JsonNode leg : call.path("legs")) {
            JsonNode last = leg.path("last");
            String key = key(callId, leg.path("legId").asText());
            long n = last.path("n").asLong();
            if (n > shown.getOrDefault(key, 0L)) {
                shown.put(key, n);
                print(callId, leg.path("role").asText("?"), last.path("text").asText());
            }
        }
        if (call.path("state").asText().equals("ended")) {
            forget(callId);
            ended.accept(callId);
        }
    }

    private void learn(JsonNode call) {
        String callId = call.path("callId").asText();
        names.put(callId, named(callId, call));
        for (JsonNode leg : call.path("legs")) {
            roles.put(key(callId, leg.path("legId").asText()), leg.path("role").asText());
        }
    }

    private static String named(String callId, JsonNode call) {
        JsonNode label = call.path("labels").path("recording");
        return label.isTextual() ? label.asText() : callId;
    }

    @Override
    public void event(JsonNode event) {
        newestAt = Math.max(newestAt, event.path("at").asLong());
        String callId = event.path("callId").asText();
        switch (event.path("type").asText()) {
            case "call.started" -> started(callId, event);
            case "leg.started" -> roles.put(leg(event), event.path("role").asText());
            case "transcript.interim" -> guess(event);
            case "transcript.final" -> said(event);
            case "fault" ->
                screen.line(name(callId) + "! " + event.path("message").asText());
            case "call.paused", "call.resumed" -> paused(callId, event);
            case "call.ended" ->
                over(callId, "call ended: " + event.path("endReason").asText());
            default -> {} // states and deliveries: not for a terminal
        }
    }

    private void started(String callId, JsonNode event) {
        names.put(callId, named(callId, event));
        screen.line(name(callId) + "call from " + event.path("from").asText("?"));
    }

    private void guess(JsonNode event) {
        if (!guesses) {
            return;
        }
        String text = event.path("text").asText();
        String line = name(event.path("callId").asText()) + padded(role(event), ROLE_WIDTH) + "  … " + text;
        screen.state(leg(event), text.isEmpty() ? null : Palette.dim(screen, line));
    }

    /** Prints a final, unless it has been printed already. */
    private void said(JsonNode event) {
        String leg = leg(event);
        long n = event.path("n").asLong();
        screen.state(leg, null);
        if (n > shown.getOrDefault(leg, 0L)) {
            shown.put(leg, n);
            print(event.path("callId").asText(), role(event), event.path("text").asText());
        }
    }

    private void print(String callId, String role, String text) {
        screen.line(Palette.role(screen, role, name(callId) + padded(role, ROLE_WIDTH) + "    " + text));
    }

    private void paused(String callId, JsonNode event) {
        boolean begins = event.path("type").asText().equals("call.paused");
        screen.line(name(callId)
                + (begins ? "‖ paused by " : "▸ resumed by ")
                + event.path("by").asText("?"));
    }

    private void over(String callId, String how) {
        screen.line(name(callId) + how);
        forget(callId);
        ended.accept(callId);
    }

    private void forget(String callId) {
        names.remove(callId);
        roles.keySet().removeIf(leg -> leg.startsWith(callId + " "));
        shown.keySet().removeIf(leg -> leg.startsWith(callId + " "));
    }

    @Override
    public void lost(String why, long retryInMs) {
        screen.clearStates(); // no guess is true any more
        screen.line(Palette.dim(screen, "connection lost (" + why + "); next try in " + retryInMs + " ms"));
    }

    @Override
    public void resumed(long missedEvents) {
        screen.line(Palette.dim(screen, "connected again; nothing was missed"));
    }

    @Override
    public void notice(String text) {
        screen.line(Palette.dim(screen, text));
    }

    private String role(JsonNode event) {
        JsonNode role = event.path("role");
        return role.isTextual() ? role.asText() : roles.getOrDefault(leg(event), "?");
    }

    private static String leg(JsonNode event) {
        return key(event.path("callId").asText(), event.path("legId").asText());
    }

    private static String key(String callId, String legId) {
        return callId + " " + legId;
    }

    private String name(String callId) {
        return padded(names.getOrDefault(callId, callId), CALL_WIDTH) + "  ";
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
