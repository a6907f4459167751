package io.sidetone.sim.twilio;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of one call.
 *
 * @param childCallSids the dialled legs, in the order they were dialled
 * @param streams in the order they were asked for
 * @param twiml every document received, as it came
 * @param callbacks every progress callback and {@code action} posted, in the order they were posted
 * @param session the {@code session} parameter of the first stream, which is the bridge's call id; null without one
 * @param duration from placing the call to its last byte, in real time
 * @param warnings what a real Twilio account would find in its debugger, in words
 */
public record CallReport(
        String callSid,
        List<String> childCallSids,
        List<Stream> streams,
        List<String> twiml,
        List<Callback> callbacks,
        @Nullable String session,
        Duration duration,
        Outcome outcome,
        List<String> warnings) {

    public CallReport {
        childCallSids = List.copyOf(childCallSids);
        streams = List.copyOf(streams);
        twiml = List.copyOf(twiml);
        callbacks = List.copyOf(callbacks);
        warnings = List.copyOf(warnings);
    }

    /**
     * One media socket.
     *
     * @param tracks what was sent on each track it carried
     * @param maxLagMs how late, at worst, a frame was sent, in real milliseconds; 0 without pacing
     * @param framesDiscarded frames thrown away because the server did not read for two seconds
     */
    public record Stream(String streamSid, URI uri, Map<Track, Sent> tracks, double maxLagMs, long framesDiscarded) {
        public Stream {
            tracks = Map.copyOf(tracks);
        }

        /** What was sent on a track; nothing if the stream did not carry it. */
        public Sent sent(Track track) {
            return tracks.getOrDefault(track, Sent.NOTHING);
        }
    }

    /**
     * What was sent on one track.
     *
     * @param audioStartMs media timestamp of the first byte of the plan's audio; -1 if it never came to that
     */
    public record Sent(long frames, long bytes, long audioStartMs) {
        static final Sent NOTHING = new Sent(0, 0, -1);
    }

    /**
     * One webhook after the first.
     *
     * @param event {@code stream-started}, {@code initiated}, …, or {@code action}
     * @param status the HTTP status it was answered with; 0 for no answer
     */
    public record Callback(String event, URI uri, int status) {}

    public List<String> streamSids() {
        return streams.stream().map(Stream::streamSid).toList();
    }

    /** Frames sent on a track, over all streams. */
    public long frames(Track track) {
        return streams.stream().mapToLong(s -> s.sent(track).frames()).sum();
    }

    /** Mu-law bytes sent on a track, over all streams. */
    public long bytes(Track track) {
        return streams.stream().mapToLong(s -> s.sent(track).bytes()).sum();
    }

    /** The worst lag of any stream, in real milliseconds. */
    public double maxLagMs() {
        return streams.stream().mapToDouble(Stream::maxLagMs).max().orElse(0);
    }
}
