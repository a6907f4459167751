package io.sidetone.dashboard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends a viewer what it has not had: numbered events from its cursor on, then the newest state, never
 * state while events are missing before it. Writer thread only.
 */
final class Sender {
    private static final byte[] NOTHING = {};

    private final Ring ring;
    private final Frames frames;
    private final FeedMetrics metrics;
    private final int frameBytes;
    private final LongSupplier nanos;

    Sender(Ring ring, Frames frames, FeedMetrics metrics, int frameBytes, LongSupplier nanos) {
        this.metrics = metrics;
        this.ring = ring;
        this.frames = frames;
        this.frameBytes = frameBytes;
        this.nanos = nanos;
    }

    /**
     * Sends until the viewer has everything or does not read on. It must not have fallen out of the ring.
     *
     * @return false if something is left
     */
    boolean send(Viewer viewer, Round round) {
        while (hasNews(viewer)) {
            if (!viewer.keepsUp(nanos.getAsLong())) {
                return false;
            }
            Batch batch = round.batch(viewer, this);
            viewer.unsent().removeAll(batch.state());
            if (batch.frame() == null) {
                viewer.scannedTo(batch.through());
            } else {
                viewer.acks.sent(batch.through(), batch.frame().bytes(), nanos.getAsLong());
                viewer.send(batch.frame().again(), nanos.getAsLong());
                viewer.toldTo(batch.through());
                metrics.sent(batch.logged(), batch.states());
            }
        }
        return true;
    }

    private boolean hasNews(Viewer viewer) {
        return viewer.cursor() < ring.head() || !viewer.unsent().isEmpty();
    }

    private Batch compose(Viewer viewer) {
        List<byte[]> events = new ArrayList<>();
        List<Slot> state = new ArrayList<>();
        Map<String, Integer> newest = new HashMap<>();
        long through = viewer.cursor();
        int bytes = 0;
        while (through < ring.head()) {
            Ring.Entry next = ring.at(through + 1);
            Topic.Share share = viewer.share(next);
            if (share != Topic.Share.NOT) {
                byte[] json = share == Topic.Share.WITH_WORDS ? next.withWords() : next.json();
                if (bytes > 0 && bytes + json.length > frameBytes) {
                    break;
                }
                bytes += json.length - outdated(next, share, events, newest);
                events.add(json);
            }
            through++;
        }
        events.removeIf(json -> json.length == 0);
        int logged = events.size();
        if (through == ring.head()) {
            addState(viewer.unsent(), frameBytes - bytes, state, events);
        }
        return new Batch(
                events.isEmpty() ? null : frames.batch(viewer.told(), through, events),
                through,
                state,
                logged,
                events.size() - logged);
    }

    /** Takes out the event that the next one makes superfluous, if there is one; says how many bytes that saves. */
    private static int outdated(Ring.Entry next, Topic.Share share, List<byte[]> events, Map<String, Integer> newest) {
        String key = next.item().key();
        if (key == null || (next.kind() == Ring.Kind.FINAL && share != Topic.Share.NEWEST)) {
            return 0;
        }
        Integer older = newest.put(key, events.size());
        return older == null ? 0 : events.set(older, NOTHING).length;
    }

    private static void addState(Set<Slot> unsent, int room, List<Slot> state, List<byte[]> events) {
        int left = room;
        for (Slot slot : unsent) {
            byte[] json = slot.json();
            if (json != null) {
                if (json.length > left && !events.isEmpty()) {
                    return;
                }
                left -= json.length;
                events.add(json);
            }
            state.add(slot);
        }
    }

    /** @param frame null if nothing in it concerns the viewer */
    private record Batch(@Nullable Frame frame, long through, List<Slot> state, int logged, int states) {}

    private record Need(List<Topic> interest, long cursor, long told, Set<Slot> unsent) {}

    /** What was composed in one turn, so that viewers with the same need share the bytes. Nothing changes within a turn. */
    static final class Round implements AutoCloseable {
        private final Map<Need, Batch> batches = new HashMap<>();

        private Batch batch(Viewer viewer, Sender sender) {
            Need need = new Need(viewer.interest(), viewer.cursor(), viewer.told(), Set.copyOf(viewer.unsent()));
            return batches.computeIfAbsent(need, missing -> sender.compose(viewer));
        }

        @Override
        public void close() {
            for (Batch batch : batches.values()) {
                if (batch.frame() != null) {
                    batch.frame().json().release();
                }
            }
        }
    }
}
