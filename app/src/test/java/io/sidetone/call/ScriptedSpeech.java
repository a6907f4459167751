package io.sidetone.call;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.sidetone.speech.AudioFormat;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.SpeechLeg;
import io.sidetone.speech.SpeechSession;
import io.sidetone.speech.SpeechToText;
import io.sidetone.speech.Word;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A vendor without a network: remembers what it hears, and says what a test tells it to say. For several loops. */
public final class ScriptedSpeech implements SpeechToText {
    public static final SpeechEvent.Source SOURCE = new SpeechEvent.Source("fake", "fake-1", "req-1");

    /** Every session ever opened, in order. */
    public final List<Session> sessions = new CopyOnWriteArrayList<>();

    /** False to let a finished session go on until the test closes it. */
    public volatile boolean closesWhenFinished = true;

    @Override
    public Session open(SpeechLeg leg, AudioFormat format, Consumer<SpeechEvent> listener) {
        Session session = new Session(leg, listener);
        sessions.add(session);
        return session;
    }

    /** The session of a call's track that was opened last. */
    public Session of(String track) {
        return sessions.stream()
                .filter(session -> session.leg.track().equals(track))
                .reduce((older, newer) -> newer)
                .orElseThrow();
    }

    /** A final whose words take equal shares of its time. */
    public static SpeechEvent.Final words(String text, long startMs, long endMs, boolean speechFinal) {
        return new SpeechEvent.Final(
                text,
                startMs,
                endMs,
                endMs,
                0.9,
                "en",
                speechFinal,
                false,
                false,
                SOURCE,
                spread(text, startMs, endMs));
    }

    /** The same, because somebody asked for it. */
    public static SpeechEvent.Final answer(String text, long startMs, long endMs) {
        return new SpeechEvent.Final(
                text, startMs, endMs, endMs, 0.9, "en", false, true, false, SOURCE, spread(text, startMs, endMs));
    }

    /** Words that were transcribed afterwards. */
    public static SpeechEvent.Final repaired(String text, long startMs, long endMs) {
        return new SpeechEvent.Final(
                text, startMs, endMs, endMs, 0.9, "en", false, false, true, SOURCE, spread(text, startMs, endMs));
    }

    public static SpeechEvent.Interim guess(String text, long startMs, long endMs) {
        return new SpeechEvent.Interim(text, startMs, endMs, 0.5, spread(text, startMs, endMs));
    }

    private static List<Word> spread(String text, long startMs, long endMs) {
        List<Word> words = new ArrayList<>();
        String[] each = text.isEmpty() ? new String[0] : text.split(" ", -1);
        for (int i = 0; i < each.length; i++) {
            long from = startMs + (endMs - startMs) * i / each.length;
            long to = startMs + (endMs - startMs) * (i + 1) / each.length;
            words.add(new Word(each[i], from, to, 0.9));
        }
        return words;
    }

    /** One slice as it was handed in. */
    @SuppressWarnings("ArrayRecordComponent") // written down, never compared
    public record Slice(byte[] audio, long callTimeMs) {}

    public final class Session implements SpeechSession {
        public final SpeechLeg leg;
        public volatile long gathersMs;
        public final List<Slice> slices = new CopyOnWriteArrayList<>();
        public volatile int finalizes;
        public volatile boolean finished;
        public volatile boolean closed;
        private boolean pending; // closed, but repaired words may follow
        private final Consumer<SpeechEvent> listener;

        private Session(SpeechLeg leg, Consumer<SpeechEvent> listener) {
            this.leg = leg;
            this.listener = listener;
        }

        /** All audio heard, as one. */
        public byte[] heard() {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            slices.forEach(slice -> all.writeBytes(slice.audio()));
            return all.toByteArray();
        }

        /** Tells the leg, as a vendor's connection would: on its loop, and nothing after the end. */
        public void say(SpeechEvent event) {
            assert leg.loop().inEventLoop();
            boolean isRepair = event instanceof SpeechEvent.Final words && words.repaired();
            if (!closed || (isRepair && pending)) {
                closed |= event instanceof SpeechEvent.Closed;
                pending |= event instanceof SpeechEvent.Closed end && end.pendingMs() > 0;
                listener.accept(event);
            }
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
            }
        }

        @Override
        public long gathersMs() {
            return gathersMs;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one writer, the loop
        public void finalizeNow() {
            assert leg.loop().inEventLoop();
            finalizes++;
        }

        @Override
        public void finish() {
            assert leg.loop().inEventLoop();
            finished = true;
            if (closesWhenFinished) {
                close(true, "finished");
            }
        }

        @Override
        public void cancel() {
            close(false, "cancelled");
        }
    }
}
