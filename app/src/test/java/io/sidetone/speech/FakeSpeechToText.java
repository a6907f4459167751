package io.sidetone.speech;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A vendor without a network: remembers what it hears and says what the test tells it to say. It has
 * no health of its own; a test that wants an event says it.
 */
public final class FakeSpeechToText implements SpeechToText {
    /** Every session ever opened, in order. */
    public final List<Session> sessions = new ArrayList<>();

    /** False to let a finished session go on until the test closes it. */
    public boolean closesWhenFinished = true;

    @Override
    public Session open(SpeechLeg leg, AudioFormat format, Consumer<SpeechEvent> listener) {
        Session session = new Session(leg, format, listener);
        sessions.add(session);
        return session;
    }

    /** The session opened last. */
    public Session latest() {
        return sessions.get(sessions.size() - 1);
    }

    /** One slice as it was handed in. */
    @SuppressWarnings("ArrayRecordComponent") // written down, never compared
    public record Slice(byte[] audio, long callTimeMs) {}

    public final class Session implements SpeechSession {
        public final SpeechLeg leg;
        public final AudioFormat format;
        public final List<Slice> slices = new ArrayList<>();
        public int finalizes;
        public boolean finished;
        public boolean closed;

        private final CallTimeMap time;
        private final Consumer<SpeechEvent> listener;

        private Session(SpeechLeg leg, AudioFormat format, Consumer<SpeechEvent> listener) {
            this.leg = leg;
            this.format = format;
            this.listener = listener;
            this.time = new CallTimeMap(format.sampleRateHz());
        }

        /** All audio heard, as one. */
        public byte[] heard() {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            slices.forEach(slice -> all.writeBytes(slice.audio()));
            return all.toByteArray();
        }

        /** Tells the listener, unless the session is closed. */
        public void say(SpeechEvent event) {
            assert leg.loop().inEventLoop();
            if (!closed) {
                closed = event instanceof SpeechEvent.Closed;
                listener.accept(event);
            }
        }

        /** A final of one word for a stretch of the audio heard, counted in milliseconds of audio. */
        public void settle(String text, long fromMs, long toMs) {
            long startMs = time.callTimeMs(fromMs / 1_000.0);
            long endMs = time.endCallTimeMs(toMs / 1_000.0);
            say(new SpeechEvent.Final(
                    text,
                    startMs,
                    endMs,
                    endMs,
                    0.99,
                    "en",
                    true,
                    false,
                    false,
                    new SpeechEvent.Source("fake", "fake-1", "fake-request"),
                    List.of(new Word(text, startMs, endMs, 0.99))));
        }

        public void close(boolean clean, String reason) {
            say(new SpeechEvent.Closed(clean, reason));
        }

        @Override
        public void connect() {
            assert leg.loop().inEventLoop();
        }

        @Override
        public long backlogMs() {
            return 0;
        }

        @Override
        public void audio(ByteBuf slice, long callTimeMs) {
            assert leg.loop().inEventLoop();
            if (slice.isReadable() && !finished && !closed) {
                slices.add(new Slice(ByteBufUtil.getBytes(slice), callTimeMs));
                time.sent(slice.readableBytes() / format.bytesPerSample(), callTimeMs);
            }
        }

        @Override
        public void finalizeNow() {
            assert leg.loop().inEventLoop();
            finalizes++;
        }

        @Override
        public void finish() {
            assert leg.loop().inEventLoop();
            finished = true;
            if (closesWhenFinished || slices.isEmpty()) {
                close(true, "finished");
            }
        }

        @Override
        public void cancel() {
            assert leg.loop().inEventLoop();
            close(false, "cancelled");
        }
    }
}
