package io.sidetone.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Writes down what is true now, in parts no larger than a frame may be. Writer thread only. */
final class Snapshots {
    private static final int ROOM_FOR_THE_REST = 512; // of a frame: name, epoch, numbers

    private final Frames frames;
    private final int frameBytes;
    private final LongSupplier nanos;
    private final SystemDesk system;

    Snapshots(Frames frames, SystemDesk system, int frameBytes, LongSupplier nanos) {
        this.frames = frames;
        this.system = system;
        this.frameBytes = frameBytes;
        this.nanos = nanos;
    }

    /** The parts of a topic's snapshot; none if its call is gone. The caller releases them. */
    List<Frame> of(Viewer viewer, Topic topic, Board board, long seq) {
        if (topic instanceof Topic.Calls calls) {
            return calls(viewer, calls, board, seq);
        }
        if (topic instanceof Topic.Sys sys) {
            return List.of(frames.snapshot(topic, "system", seq, system.snapshot(sys.scope())));
        }
        Topic.OneCall one = (Topic.OneCall) topic;
        CallState call = board.call(one.callId());
        return call == null || !viewer.shows(one, call.facts()) ? List.of() : one(viewer, one, call, seq);
    }

    private List<Frame> calls(Viewer viewer, Topic.Calls topic, Board board, long seq) {
        long now = nanos.getAsLong();
        long endedNanos = TimeUnit.MILLISECONDS.toNanos(topic.endedForMs());
        List<byte[]> items = new ArrayList<>();
        for (FormerCalls.Former call : board.former().all()) {
            if (now - call.endedNanos() < endedNanos && viewer.shows(topic, call.call())) {
                items.add(topic.finals() == Topic.Finals.NONE ? call.jsonWithoutFinals() : call.json());
            }
        }
        for (CallState call : board.calls()) {
            boolean recent = !call.hasEnded() || now - call.endedNanos() < endedNanos;
            if (recent && viewer.shows(topic, call.facts())) {
                items.add(
                        Json.bytes(call.json(viewer.guesses(call.facts()), topic.finals() != Topic.Finals.NONE, now)));
            }
        }
        return parts(topic, "calls", seq, Json.object(), "calls", items);
    }

    private List<Frame> one(Viewer viewer, Topic.OneCall topic, CallState call, long seq) {
        ObjectNode members = Json.object();
        members.set("call", call.json(viewer.guesses(call.facts()), true, nanos.getAsLong()));
        List<byte[]> items = new ArrayList<>();
        String oldest = "";
        for (ObjectNode said : call.tail().newest(topic.tail(), topic.words())) {
            oldest = oldest.isEmpty() ? said.path("finalId").asText() : oldest;
            items.add(Json.bytes(said));
        }
        long older = call.tail().olderThan(topic.tail());
        if (older == 0) {
            members.putNull("older");
        } else {
            members.putObject("older").put("cursor", oldest).put("remaining", older);
        }
        return parts(topic, "call", seq, members, "finals", items);
    }

    /** The members stand in the first part only. */
    private List<Frame> parts(Topic topic, String kind, long seq, ObjectNode members, String list, List<byte[]> items) {
        List<Frame> parts = new ArrayList<>();
        int first = 0;
        do {
            ObjectNode own = parts.isEmpty() ? members : Json.object();
            int end = fitting(items, first, frameBytes - ROOM_FOR_THE_REST - Json.bytes(own).length);
            boolean last = end == items.size();
            parts.add(frames.snapshot(topic, kind, seq, parts.size() + 1, last, own, list, items.subList(first, end)));
            first = end;
        } while (first < items.size());
        return parts;
    }

    /** Where a part ends that begins at {@code first}; an item too large for any part has one of its own. */
    private static int fitting(List<byte[]> items, int first, int room) {
        int end = first;
        int bytes = 0;
        while (end < items.size() && (end == first || bytes + items.get(end).length < room)) {
            bytes += items.get(end).length + 1;
            end++;
        }
        return end;
    }
}
