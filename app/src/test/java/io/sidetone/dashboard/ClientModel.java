package io.sidetone.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a client shows, by the protocol's rules for clients and nothing else. Complains of gaps and overlaps. */
final class ClientModel {
    private static final class LegView {
        String state = "";
        boolean speaking;
        String last = "";
        long finalRev;
        long finals;
        long guessRev;
        long guessUtt;
        String guess = "";

        @Override
        public String toString() {
            return state + (speaking ? " speaking" : "") + " last=" + last + " finals=" + finals + " guess=" + guess;
        }
    }

    private static final class CallView {
        String state = "live";
        boolean paused;
        final Map<String, LegView> legs = new TreeMap<>();

        @Override
        public String toString() {
            return state + (paused ? " paused" : "") + legs;
        }
    }

    private final Map<String, CallView> board = new TreeMap<>();
    /** Finals of the calls that are open in full, by call and finalId. */
    private final Map<String, Map<String, String>> transcripts = new TreeMap<>();

    private final List<String> sentGuesses = new ArrayList<>();
    private @Nullable String epoch;
    private long position = -1;

    long position() {
        return position;
    }

    @Nullable String epoch() {
        return epoch;
    }

    /** The board as text, to compare. */
    String shown() {
        StringBuilder text = new StringBuilder();
        board.forEach(
                (callId, call) -> text.append(callId).append(' ').append(call).append('\n'));
        return text.toString();
    }

    @Nullable Map<String, String> transcript(String callId) {
        return transcripts.get(callId);
    }

    /** Drops the state of the moment: it is not replayed. Which finals are settled stays known. */
    void disconnected() {
        for (CallView call : board.values()) {
            for (LegView leg : call.legs.values()) {
                leg.guess = "";
                leg.guessRev = 0;
                leg.speaking = false;
            }
        }
    }

    private void noticed(String code) {
        if (code.equals("interims_suspended")) {
            disconnected();
        }
    }

    void apply(JsonNode frame) {
        switch (frame.path("type").asText()) {
            case "snapshot" -> snapshot(frame);
            case "batch" -> batch(frame);
            case "heartbeat" -> position = frame.path("through").asLong();
            case "notice" -> noticed(frame.path("code").asText());
            case "hello", "reply", "reset" -> {}
            default -> throw new AssertionError("unexpected " + frame);
        }
    }

    private void snapshot(JsonNode frame) {
        long seq = frame.path("seq").asLong();
        if (seq < position) {
            throw new AssertionError("snapshot of the past: at " + position + " came " + seq);
        }
        position = seq;
        epoch = frame.path("epoch").asText();
        if (frame.path("topic").asText().equals("calls")) {
            if (frame.path("part").asInt() == 1) {
                board.clear();
            }
            frame.path("calls").forEach(this::take);
        } else {
            JsonNode call = frame.path("call");
            if (!call.isMissingNode()) {
                transcripts.put(call.path("callId").asText(), new LinkedHashMap<>());
            }
            frame.path("finals")
                    .forEach(it ->
                            said(it, it.path("delivery").path(0).path("status").asText()));
        }
    }

    private void take(JsonNode call) {
        CallView view = new CallView();
        view.state = call.path("state").asText();
        view.paused = call.path("paused").asBoolean();
        call.path("legs").forEach(leg -> view.legs.put(leg.path("legId").asText(), leg(leg)));
        board.put(call.path("callId").asText(), view);
    }

    private static LegView leg(JsonNode leg) {
        LegView view = new LegView();
        view.state = leg.path("state").asText();
        view.speaking = leg.path("speaking").asBoolean();
        view.last = leg.path("last").path("finalId").asText();
        view.finalRev = leg.path("last").path("rev").asLong();
        view.finals = leg.path("finals").asLong();
        view.guessRev = leg.path("interim").path("rev").asLong();
        view.guessUtt = leg.path("interim").path("utt").asLong();
        view.guess = leg.path("interim").path("text").asText();
        return view;
    }

    private void batch(JsonNode frame) {
        if (frame.path("prev").asLong() != position) {
            throw new AssertionError("at " + position + " came " + frame);
        }
        boolean stateBegan = false;
        for (JsonNode event : frame.path("events")) {
            long seq = event.path("seq").asLong();
            if (seq == 0) {
                stateBegan = true;
            } else if (seq <= position || seq > frame.path("through").asLong() || stateBegan) {
                throw new AssertionError("event " + seq + " is out of order in " + frame);
            } else {
                position = seq;
            }
            event(event);
        }
        position = frame.path("through").asLong();
    }

    private void event(JsonNode event) {
        String callId = event.path("callId").asText();
        CallView call = board.get(callId);
        switch (event.path("type").asText()) {
            case "call.started" -> take(event.path("call"));
            case "transcript.final" ->
                said(event, event.path("delivery").path(0).path("status").asText());
            case "delivery" -> deliver(event);
            default -> {}
        }
        if (call == null) {
            return;
        }
        if (event.path("type").asText().equals("leg.started")) {
            call.legs.put(event.path("legId").asText(), leg(event.path("leg")));
        } else if (event.path("type").asText().equals("call.paused")) {
            call.paused = true;
        } else if (event.path("type").asText().equals("call.resumed")) {
            call.paused = false;
        } else if (event.path("type").asText().equals("call.ended")) {
            call.state = "ended";
        }
        LegView leg = call.legs.get(event.path("legId").asText());
        if (leg != null) {
            legEvent(leg, event);
        }
    }

    private void legEvent(LegView leg, JsonNode event) {
        switch (event.path("type").asText()) {
            case "transcript.interim" -> guess(leg, event);
            case "speech.started" -> leg.speaking = true;
            case "transcript.final" -> {
                leg.finals = event.path("n").asLong();
                leg.last = event.path("finalId").asText();
                leg.finalRev = event.path("rev").asLong();
                if (leg.guessRev < leg.finalRev) {
                    leg.guess = "";
                }
            }
            case "utterance.completed" -> {
                leg.speaking = false;
                if (leg.guessUtt == event.path("utt").asLong()) {
                    leg.guess = "";
                }
            }
            case "leg.updated" -> leg.state = event.path("patch").path("state").asText();
            case "leg.ended" -> {
                leg.state = "ended";
                leg.speaking = false;
                leg.guess = "";
            }
            default -> {}
        }
    }

    private void guess(LegView leg, JsonNode event) {
        long rev = event.path("rev").asLong();
        if (rev <= leg.finalRev) {
            throw new AssertionError("a guess came after the final that settled it: " + event);
        }
        sentGuesses.add(event.path("text").asText());
        leg.guessRev = rev;
        leg.guessUtt = event.path("utt").asLong();
        leg.guess = event.path("text").asText();
    }

    private void said(JsonNode event, String delivery) {
        Map<String, String> transcript = transcripts.get(event.path("callId").asText());
        if (transcript != null) {
            String before = transcript.put(
                    event.path("finalId").asText(), event.path("text").asText() + " " + delivery);
            if (before != null) {
                throw new AssertionError("a final came twice: " + event);
            }
        }
    }

    private void deliver(JsonNode event) {
        Map<String, String> transcript = transcripts.get(event.path("callId").asText());
        if (transcript != null && event.path("target").asText().equals("nlu")) { // the first of those in a snapshot
            transcript.computeIfPresent(
                    event.path("finalId").asText(),
                    (id, text) -> text.substring(0, text.lastIndexOf(' ') + 1)
                            + event.path("status").asText());
        }
    }

    List<String> sentGuesses() {
        return sentGuesses;
    }
}
