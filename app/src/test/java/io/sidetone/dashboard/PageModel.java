package io.sidetone.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a page knows, by the protocol's rules for clients (its sections 6 and 8) and nothing else: one store, a place in
 * the feed, a focus. Says when it notices that something was lost.
 */
final class PageModel {
    /** Of which calls it has asked for guesses. */
    enum Guesses {
        ALL,
        /** Of those it looks at, and of the open one. */
        FOCUSED,
        NONE
    }

    /** One leg. */
    static final class LegView {
        String state = "";
        String last = "";
        long finalRev;
        long guessRev; // of the guess that is held; 0 for none
        long guessUtt;
        String guess = "";

        void dropGuess() {
            guess = "";
            guessRev = 0;
        }
    }

    /** One call of the board. */
    static final class CallView {
        String state = "";
        boolean paused;
        String counts = "";
        String deliveries = "";
        String tags = "";
        final Map<String, LegView> legs = new TreeMap<>();
    }

    /** One line of the open call. */
    static final class Line {
        final String text;
        final Map<String, String> deliveries = new TreeMap<>();

        Line(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text + " " + deliveries;
        }
    }

    final Map<String, CallView> board = new TreeMap<>();
    Map<String, Line> transcript = new LinkedHashMap<>();
    Set<String> focus = new HashSet<>();
    Guesses guesses;

    @Nullable String openCall;

    @Nullable String epoch;

    long position = -1;
    boolean lost; // something is missing: subscribe again
    boolean refused; // the open call is gone
    boolean openShown; // the open call's snapshot has come; until then a replay would not bring it
    private final List<JsonNode> parts = new ArrayList<>();

    PageModel(Guesses guesses) {
        this.guesses = guesses;
    }

    /** The connection is gone: what was true of the moment is true no more. Which finals are settled stays known. */
    void disconnected() {
        parts.clear();
        lost = false;
        dropGuesses(call -> true);
    }

    void opened(String callId) {
        openCall = callId;
        openShown = false;
        transcript.clear();
        dropGuesses(call -> !mayGuess(call)); // the call that was open before is looked at no more
    }

    void look(Set<String> callIds) {
        focus = callIds;
        dropGuesses(call -> !mayGuess(call));
    }

    boolean mayGuess(String callId) {
        return switch (guesses) {
            case ALL -> true;
            case FOCUSED -> focus.contains(callId) || callId.equals(openCall);
            case NONE -> false;
        };
    }

    private void dropGuesses(Predicate<String> which) {
        board.forEach((callId, call) -> {
            if (which.test(callId)) {
                call.legs.values().forEach(LegView::dropGuess);
            }
        });
    }

    void take(JsonNode frame) {
        if (lost) {
            return; // what follows a loss is not to be trusted
        }
        switch (frame.path("type").asText()) {
            case "hello", "bye" -> {} // nothing of the state
            case "reply" -> replied(frame);
            case "snapshot" -> part(frame);
            case "batch" -> batch(frame);
            case "heartbeat" -> heartbeat(frame);
            case "reset" -> parts.clear();
            case "notice" -> noticed(frame.path("code").asText());
            default -> throw new AssertionError("unexpected " + frame);
        }
    }

    private void noticed(String code) {
        if (code.equals("interims_suspended")) {
            dropGuesses(call -> true);
        }
    }

    private void replied(JsonNode reply) {
        JsonNode error = reply.path("error");
        if (error.path("code").asText().equals("unknown_call")) {
            refused = true;
        } else if (!error.isMissingNode()) {
            throw new AssertionError("refused: " + reply);
        }
        JsonNode prev = reply.path("result").path("prev");
        if (prev.isNumber() && prev.asLong() != position) {
            lost = true;
        }
    }

    private void heartbeat(JsonNode frame) {
        if (frame.path("prev").asLong() != position && position >= 0) {
            lost = true;
        } else {
            position = frame.path("through").asLong();
        }
    }

    private void part(JsonNode frame) {
        parts.add(frame);
        if (frame.path("last").asBoolean()) {
            if (frame.path("topic").asText().equals("calls")) {
                swapBoard();
            } else {
                swapTranscript();
            }
            epoch = frame.path("epoch").asText();
            position = frame.path("seq").asLong();
            parts.clear();
        }
    }

    private void swapBoard() {
        board.clear();
        for (JsonNode part : parts) {
            part.path("calls").forEach(this::call);
        }
        dropGuesses(call -> !mayGuess(call)); // a late snapshot brings guesses that nothing will keep up
    }

    private void swapTranscript() {
        call(parts.get(0).path("call"));
        dropGuesses(call -> !mayGuess(call));
        if (!parts.get(0).path("call").path("callId").asText().equals(openCall)) {
            return; // it has opened another meanwhile
        }
        transcript = new LinkedHashMap<>();
        openShown = true;
        for (JsonNode part : parts) {
            part.path("finals").forEach(this::line);
        }
    }

    private void call(JsonNode call) {
        CallView view = new CallView();
        view.state = call.path("state").asText();
        view.paused = call.path("paused").asBoolean();
        view.counts = call.path("counts").toString();
        view.deliveries = call.path("deliveries").toString();
        view.tags = call.path("tags").toString();
        call.path("legs").forEach(leg -> view.legs.put(leg.path("legId").asText(), leg(leg)));
        board.put(call.path("callId").asText(), view);
    }

    private static LegView leg(JsonNode leg) {
        LegView view = new LegView();
        view.state = leg.path("state").asText();
        JsonNode last = leg.path("last");
        view.last = last.isObject()
                ? last.path("finalId").asText() + " " + last.path("text").asText()
                : "";
        view.finalRev = last.path("rev").asLong();
        JsonNode interim = leg.path("interim");
        if (interim.isObject() && interim.path("rev").asLong() > view.finalRev) {
            view.guessRev = interim.path("rev").asLong();
            view.guessUtt = interim.path("utt").asLong();
            view.guess = interim.path("text").asText();
        }
        return view;
    }

    private void batch(JsonNode frame) {
        if (frame.path("prev").asLong() != position) {
            lost = true;
            return;
        }
        for (JsonNode event : frame.path("events")) {
            long seq = event.path("seq").asLong();
            if (seq == 0 || seq > position) {
                event(event);
                position = Math.max(position, seq);
            }
        }
        position = frame.path("through").asLong();
    }

    private void event(JsonNode event) {
        String type = event.path("type").asText();
        String callId = event.path("callId").asText();
        if (type.equals("call.started")) {
            call(event.path("call"));
        }
        if (callId.equals(openCall)) {
            openEvent(type, event);
        }
        CallView call = board.get(callId);
        if (call == null) {
            return;
        }
        switch (type) {
            case "leg.started" -> call.legs.put(event.path("legId").asText(), leg(event.path("leg")));
            case "call.paused" -> call.paused = true;
            case "call.resumed" -> call.paused = false;
            case "call.updated" -> update(call, event.path("patch"));
            case "call.ended" -> {
                call.state = "ended";
                update(call, event);
            }
            default -> {
                LegView leg = call.legs.get(event.path("legId").asText());
                if (leg != null) {
                    legEvent(leg, type, event);
                }
            }
        }
    }

    private static void update(CallView call, JsonNode patch) {
        if (patch.has("counts")) {
            call.counts = patch.path("counts").toString();
        }
        if (patch.has("tags")) {
            call.tags = patch.path("tags").toString();
        }
        if (patch.has("deliveries")) {
            call.deliveries = patch.path("deliveries").toString();
        }
    }

    private void legEvent(LegView leg, String type, JsonNode event) {
        switch (type) {
            case "transcript.interim" -> guess(leg, event);
            case "transcript.final" -> {
                leg.last = event.path("finalId").asText() + " "
                        + event.path("text").asText();
                leg.finalRev = Math.max(leg.finalRev, event.path("rev").asLong());
                if (leg.guessRev < leg.finalRev) {
                    leg.dropGuess();
                }
            }
            case "utterance.completed" -> {
                if (leg.guessUtt == event.path("utt").asLong()) {
                    leg.dropGuess();
                }
            }
            case "leg.updated" -> leg.state = event.path("patch").path("state").asText(leg.state);
            case "leg.ended" -> {
                leg.state = "ended";
                leg.dropGuess();
            }
            default -> {} // of no account here
        }
    }

    private void guess(LegView leg, JsonNode event) {
        long rev = event.path("rev").asLong();
        if (rev <= leg.finalRev
                || rev < leg.guessRev
                || !mayGuess(event.path("callId").asText())) {
            return;
        }
        leg.guessRev = rev;
        leg.guessUtt = event.path("utt").asLong();
        leg.guess = event.path("text").asText();
    }

    private void openEvent(String type, JsonNode event) {
        if (type.equals("transcript.final")) {
            line(event);
        } else if (type.equals("delivery")) {
            Line line = transcript.get(event.path("finalId").asText());
            if (line != null) {
                line.deliveries.put(event.path("target").asText(), delivery(event));
            }
        }
    }

    private void line(JsonNode said) {
        Line line = new Line(said.path("text").asText());
        said.path("delivery")
                .forEach(it -> line.deliveries.put(it.path("target").asText(), delivery(it)));
        if (transcript.putIfAbsent(said.path("finalId").asText(), line) != null) {
            throw new AssertionError("a final came twice: " + said);
        }
    }

    static String delivery(JsonNode delivery) {
        return delivery.path("status").asText() + delivery.path("attempts").asInt();
    }

    /** What it asks for to come back. */
    ObjectNode since() {
        return Json.object().put("epoch", epoch).put("seq", position);
    }
}
