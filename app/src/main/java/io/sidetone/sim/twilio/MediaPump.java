package io.sidetone.sim.twilio;

import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends one stream's frames, each at its time. Times are taken from an absolute schedule, so a late
 * frame makes no later one late. Confined to the channel's event loop.
 *
 * <p>When the socket has no room, frames wait in their timeline, not in memory; of a paced call's
 * frames that are two seconds late by then, Twilio's way is followed: they are thrown away, and the
 * timestamps show it.
 */
final class MediaPump {
    private static final long DISCARD_AFTER_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** Frames sent in one go before other calls of the loop have their turn. */
    private static final int BATCH = 64;
    /** With {@link Quirk.Manner#STRANGERS}, one unknown message in this many frames. */
    private static final int STRANGER_EVERY = 50;

    private final Channel channel;
    private final CallClock clock;
    private final StreamMessages messages;
    private final List<TrackTimeline> timelines;
    private final List<Cue> cues = new ArrayList<>();
    private final boolean strangers;
    private final Runnable onMoved;
    private final Map<Track, long[]> sent = new EnumMap<>(Track.class); // frames, bytes

    private long originNanos; // media time of the call at which the stream's time is zero
    private boolean running;
    private boolean scheduled;
    private boolean crowded; // the socket was full, and we have not caught up since
    private boolean conversing;
    private long framesSent;
    private long framesDiscarded;
    private long maxLagNanos;

    /** Something to be done at a moment of stream time. */
    private record Cue(long atMs, Runnable action) {}

    /** @param onMoved called after each batch of frames, and once when {@link #over} has become true */
    MediaPump(
            Channel channel,
            CallClock clock,
            StreamMessages messages,
            List<TrackTimeline> timelines,
            Quirks quirks,
            Runnable onMoved) {
        this.channel = channel;
        this.clock = clock;
        this.messages = messages;
        this.timelines = List.copyOf(timelines);
        this.strangers = quirks.has(Quirk.Manner.STRANGERS);
        this.onMoved = onMoved;
    }

    /** Adds something to be done at a moment of stream time, before the frames that are due then. */
    void cue(long atMs, Runnable action) {
        cues.add(new Cue(atMs, action));
        cues.sort(Comparator.comparingLong(Cue::atMs));
    }

    /** Stream time begins now. */
    void begin() {
        originNanos = clock.nanos();
        running = true;
        pump();
    }

    /** The conversation begins with the next frame, or has already come to a position of its audio. */
    void converse(int audioPosition) {
        int here = timelines.stream().mapToInt(TrackTimeline::position).max().orElse(0);
        timelines.forEach(timeline -> timeline.converse(here - audioPosition));
        conversing = true;
        if (running) {
            pump();
        }
    }

    /** Sends frames of every track at once, ahead of time. */
    void sendAhead(int frames) {
        for (int i = 0; i < frames; i++) {
            timelines.forEach(this::send);
        }
        channel.flush();
    }

    void stop() {
        running = false;
    }

    /** Whether all audio has gone out. */
    boolean over() {
        return conversing && allOver();
    }

    /** How far the conversation has been sent on the track that is furthest, in bytes of one track. */
    int audioPosition() {
        return conversing
                ? timelines.stream()
                        .mapToInt(TrackTimeline::audioPosition)
                        .max()
                        .orElse(0)
                : 0;
    }

    /** The socket has room again, or has it no more. */
    void writabilityChanged() {
        if (running && channel.isWritable()) {
            pump();
        }
    }

    double maxLagMs() {
        return maxLagNanos / 1e6;
    }

    long framesDiscarded() {
        return framesDiscarded;
    }

    Map<Track, CallReport.Sent> sent() {
        Map<Track, CallReport.Sent> all = new EnumMap<>(Track.class);
        for (TrackTimeline timeline : timelines) {
            long[] counts = sent.getOrDefault(timeline.track(), new long[2]);
            all.put(timeline.track(), new CallReport.Sent(counts[0], counts[1], timeline.audioStartMs()));
        }
        return all;
    }

    private void pump() {
        if (clock.unpaced() && !conversing) {
            return; // a call without pacing has no ringing: it would have no end
        }
        int batch = 0;
        while (running && channel.isWritable() && batch < BATCH && nextIsDue()) {
            TrackTimeline next = nextTimeline();
            if (cueIsNext()) {
                cues.remove(0).action().run();
            } else if (next != null) {
                step(next);
                batch++;
            }
        }
        crowded |= running && !channel.isWritable();
        if (batch > 0) {
            channel.flush();
            onMoved.run();
        } else if (over()) {
            onMoved.run();
        }
        if (running && channel.isWritable()) {
            schedule();
        }
    }

    private void step(TrackTimeline timeline) {
        long lateNanos = clock.unpaced() ? 0 : -realNanosUntil(timeline.dueMs());
        if (crowded && lateNanos > DISCARD_AFTER_NANOS) {
            framesDiscarded++;
            timeline.advance();
            return;
        }
        crowded = false;
        maxLagNanos = Math.max(maxLagNanos, lateNanos);
        send(timeline);
    }

    private void send(TrackTimeline timeline) {
        if (timeline.audible()) {
            byte[] muLaw = timeline.payload();
            if (strangers && framesSent % STRANGER_EVERY == 0) {
                channel.write(messages.stranger());
            }
            channel.write(messages.media(channel.alloc(), timeline.track(), timeline.timestampMs(), muLaw));
            long[] counts = sent.computeIfAbsent(timeline.track(), t -> new long[2]);
            counts[0]++;
            counts[1] += muLaw.length;
            framesSent++;
        }
        timeline.advance();
    }

    private void schedule() {
        if (scheduled || (cues.isEmpty() && allOver())) {
            return;
        }
        scheduled = true;
        long delayNanos = clock.unpaced() ? 0 : realNanosUntil(nextDueMs());
        if (delayNanos <= 0) {
            channel.eventLoop().execute(this::wake);
        } else {
            channel.eventLoop().schedule(this::wake, delayNanos, TimeUnit.NANOSECONDS);
        }
    }

    private void wake() {
        scheduled = false;
        if (running) {
            try {
                pump();
            } catch (RuntimeException e) {
                channel.pipeline().fireExceptionCaught(e); // or nobody would ever hear of it
            }
        }
    }

    private boolean nextIsDue() {
        return !(cues.isEmpty() && allOver()) && (clock.unpaced() || realNanosUntil(nextDueMs()) <= 0);
    }

    private boolean cueIsNext() {
        TrackTimeline next = nextTimeline();
        return !cues.isEmpty() && (next == null || cues.get(0).atMs() <= next.dueMs());
    }

    private long nextDueMs() {
        TrackTimeline next = nextTimeline();
        long frameMs = next == null ? Long.MAX_VALUE : next.dueMs();
        return cues.isEmpty() ? frameMs : Math.min(cues.get(0).atMs(), frameMs);
    }

    /** The track whose frame is due first; null once all are over. A loop, as it runs for every frame. */
    private @Nullable TrackTimeline nextTimeline() {
        TrackTimeline first = null;
        for (TrackTimeline timeline : timelines) {
            if (!timeline.over() && (first == null || timeline.dueMs() < first.dueMs())) {
                first = timeline;
            }
        }
        return first;
    }

    private boolean allOver() {
        return nextTimeline() == null;
    }

    private long realNanosUntil(long streamMs) {
        return clock.realNanosUntil(originNanos + TimeUnit.MILLISECONDS.toNanos(streamMs));
    }
}
