package io.sidetone.speech.lasting;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.sidetone.speech.AudioFormat;
import io.sidetone.speech.CallTimeMap;
import io.sidetone.speech.Failure;
import io.sidetone.speech.Prerecorded;
import io.sidetone.speech.PrerecordedException;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.SpeechLeg;
import io.sidetone.speech.SpeechSession;
import io.sidetone.speech.SpeechToText;
import io.sidetone.speech.Transcript;
import io.sidetone.speech.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;

/**
 * A vendor without a network who hears one word in every second: the number that {@link #mark} wrote there. It can be
 * away. Confined to one thread.
 */
final class CountingVendor implements SpeechToText, Prerecorded {
    /** Louder than anything else that is said, both ways in turn. */
    private static final byte[] MARK = {0, (byte) 0x80, 0, (byte) 0x80};

    private static final int MARK_BYTES = MARK.length + 4;
    private static final int WORD_MS = 20;
    private static final SpeechEvent.Source SOURCE = new SpeechEvent.Source("counting", "counting-1", "req");

    private final List<Connection> open = new ArrayList<>();
    private boolean away;
    int pieces;

    /** Writes a number where the vendor will hear it. */
    static void mark(byte[] frame, int number) {
        System.arraycopy(MARK, 0, frame, 0, MARK.length);
        for (int i = 0; i < 4; i++) {
            frame[MARK.length + i] = (byte) (0x20 | ((number >> (4 * i)) & 0xF)); // never part of a mark
        }
    }

    Provider withRepair() {
        return new Provider("counting", this, this, false);
    }

    /** Breaks every connection, and refuses everything until {@link #isBack}. */
    void leaves() {
        away = true;
        List.copyOf(open).forEach(it -> it.ends(new SpeechEvent.Closed("gone", LastingWorld.DOWN)));
    }

    void isBack() {
        away = false;
    }

    int connections() {
        return open.size();
    }

    @Override
    public SpeechSession open(SpeechLeg leg, AudioFormat format, Consumer<SpeechEvent> listener) {
        return new Connection(leg, listener);
    }

    @Override
    public String provider() {
        return "counting";
    }

    @Override
    public CompletionStage<Transcript> transcribe(SpeechLeg leg, byte[] muLaw) {
        if (away) {
            Failure failure = LastingWorld.DOWN;
            return CompletableFuture.failedFuture(new PrerecordedException(failure));
        }
        pieces++;
        List<Word> words = new ArrayList<>();
        scan(muLaw, muLaw.length, (text, at) -> words.add(word(text, at / 8)));
        List<Transcript.Passage> passages =
                words.isEmpty() ? List.of() : List.of(new Transcript.Passage(text(words), 0.9, words));
        return CompletableFuture.completedFuture(new Transcript(passages, SOURCE, "en"));
    }

    private static Word word(String text, long startMs) {
        return new Word(text, startMs, startMs + WORD_MS, 0.9);
    }

    private static String text(List<Word> words) {
        return String.join(" ", words.stream().map(Word::text).toList());
    }

    /** Finds marks that are there as a whole; says where. */
    private static void scan(byte[] audio, int length, ObjLongConsumer<String> found) {
        for (int i = 0; i + MARK_BYTES <= length; i++) {
            if (audio[i] == MARK[0] && Arrays.equals(audio, i, i + MARK.length, MARK, 0, MARK.length)) {
                int number = 0;
                for (int digit = 0; digit < 4; digit++) {
                    number |= (audio[i + MARK.length + digit] & 0xF) << (4 * digit);
                }
                found.accept(Integer.toString(number), i);
            }
        }
    }

    private final class Connection implements SpeechSession {
        private final SpeechLeg leg;
        private final Consumer<SpeechEvent> listener;
        private final CallTimeMap time = new CallTimeMap(8_000);
        private final byte[] tail = new byte[MARK_BYTES + 8_000];
        private int inTail;
        private long heard; // bytes before the tail
        private boolean over;

        Connection(SpeechLeg leg, Consumer<SpeechEvent> listener) {
            this.leg = leg;
            this.listener = listener;
        }

        @Override
        public void connect() {
            leg.loop().execute(() -> {
                if (away) {
                    ends(new SpeechEvent.Closed("away", LastingWorld.DOWN));
                } else if (!over) {
                    open.add(this);
                    listener.accept(new SpeechEvent.Opened("counting", "counting-1", "req"));
                }
            });
        }

        @Override
        public void audio(ByteBuf slice, long callTimeMs) {
            byte[] fresh = ByteBufUtil.getBytes(slice);
            time.sent(fresh.length, callTimeMs);
            System.arraycopy(fresh, 0, tail, inTail, fresh.length);
            inTail += fresh.length;
            List<Word> words = new ArrayList<>();
            scan(tail, inTail, (text, at) -> words.add(word(text, time.callTimeMs((heard + at) / 8_000.0))));
            int keep = Math.min(inTail, MARK_BYTES - 1);
            System.arraycopy(tail, inTail - keep, tail, 0, keep);
            heard += inTail - keep;
            inTail = keep;
            for (Word word : words) {
                listener.accept(new SpeechEvent.Final(
                        word.text(),
                        word.startMs(),
                        word.endMs(),
                        word.endMs(),
                        0.9,
                        "en",
                        false,
                        false,
                        false,
                        SOURCE,
                        List.of(word)));
            }
        }

        void ends(SpeechEvent.Closed how) {
            if (!over) {
                over = true;
                open.remove(this);
                listener.accept(how);
            }
        }

        @Override
        public long backlogMs() {
            return 0;
        }

        @Override
        public void finalizeNow() {}

        @Override
        public void finish() {
            leg.loop().execute(() -> ends(new SpeechEvent.Closed(true, "finished")));
        }

        @Override
        public void cancel() {
            ends(new SpeechEvent.Closed(false, "cancelled"));
        }
    }
}
