package io.sidetone.speech.lasting;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import io.sidetone.codec.MuLaw;
import io.sidetone.speech.AudioFormat;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.SpeechLeg;
import io.sidetone.speech.SpeechOptions;
import io.sidetone.speech.SpeechSession;
import io.sidetone.speech.TestLoop;
import io.sidetone.speech.Ticks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Many legs that speak on while their vendor is away, on a clock that only the test moves and a disk that is real. */
final class LongOutage implements AutoCloseable {
    static final int BYTES_PER_MS = 8;
    private static final int FRAME_MS = 20;
    private static final int FRAMES_PER_SECOND = 50;
    private static final int PATTERN_SECONDS = 5; // four of speech and one of silence

    final TestLoop time = new TestLoop();
    final CountingVendor vendor = new CountingVendor();
    final AudioBudget budget;
    final List<Leg> legs = new ArrayList<>();
    private final @Nullable Spill spill;
    private final byte[][] pattern = pattern();
    private final int wordInFrame; // of every second
    private int seconds; // spoken
    long mostInMemory;
    long mostOnDisk;

    /** A leg's session, and what it said. */
    static final class Leg {
        final List<String> words = new ArrayList<>();
        long lostMs;
        boolean over;
        private @Nullable SpeechSession session;

        void on(SpeechEvent event) {
            if (event instanceof SpeechEvent.Final said) {
                said.words().forEach(word -> words.add(word.text()));
            } else if (event instanceof SpeechEvent.Fault fault) {
                lostMs += fault.resolved() == fault.code().equals("audio.shed") ? fault.lostMs() : 0;
            } else if (event instanceof SpeechEvent.Closed closed) {
                over = closed.pendingMs() == 0;
            }
        }

        /** Seconds whose word did not come. */
        List<Integer> missing(int seconds) {
            List<Integer> missing = new ArrayList<>();
            for (int i = 0; i < seconds; i++) {
                if (!words.contains(Integer.toString(i))) {
                    missing.add(i);
                }
            }
            return missing;
        }
    }

    LongOutage(int count, LastingRules rules, AudioBudget budget, @Nullable Spill spill) {
        this(count, rules, budget, spill, FRAMES_PER_SECOND / 2);
    }

    LongOutage(int count, LastingRules rules, AudioBudget budget, @Nullable Spill spill, int wordInFrame) {
        this.wordInFrame = wordInFrame;
        this.budget = budget;
        this.spill = spill;
        LastingSpeech speech = new LastingSpeech(
                List.of(vendor.withRepair()),
                rules,
                budget,
                spill,
                new Ticks(),
                new Random(3),
                new SimpleMeterRegistry());
        for (int i = 0; i < count; i++) {
            Leg leg = new Leg();
            SpeechLeg id = new SpeechLeg("s_" + i, "inbound", "caller", SpeechOptions.DEFAULTS, time.loop());
            leg.session = speech.open(id, AudioFormat.MULAW_8K, leg::on);
            legs.add(leg);
        }
    }

    /** All legs speak for so long, a word in every second; the disk keeps up. */
    void speak(int forSeconds) {
        for (int i = 0; i < forSeconds; i++) {
            for (int frame = 0; frame < FRAMES_PER_SECOND; frame++) {
                say(frame);
            }
            seconds++;
        }
    }

    private void say(int frame) {
        byte[] sound = pattern[seconds % PATTERN_SECONDS * FRAMES_PER_SECOND + frame];
        if (frame == wordInFrame) {
            sound = sound.clone();
            CountingVendor.mark(sound, seconds);
        }
        long atMs = seconds * 1_000L + (long) frame * FRAME_MS;
        for (Leg leg : legs) {
            session(leg).audio(Unpooled.wrappedBuffer(sound), atMs);
        }
        time.advance(FRAME_MS);
        look();
        if (frame % 10 == 0) {
            letTheDiskCatchUp();
        }
    }

    private static SpeechSession session(Leg leg) {
        if (leg.session == null) {
            throw new IllegalStateException("a leg without a session");
        }
        return leg.session;
    }

    private void look() {
        mostInMemory = Math.max(mostInMemory, budget.usedBytes());
        mostOnDisk = Math.max(mostOnDisk, spill == null ? 0 : spill.usedBytes());
    }

    /** Call time runs faster than the clock on the wall, the disk does not. */
    private void letTheDiskCatchUp() {
        if (spill != null) {
            var done = spill.write(new byte[1]).thenAccept(spill::discard);
            time.until("the disk has caught up", done::isDone);
            time.runNow();
        }
    }

    /** Everybody hangs up; until nothing waits for repair. */
    void finish() {
        legs.forEach(leg -> session(leg).finish());
        for (int i = 0; i < 600 && !legs.stream().allMatch(leg -> leg.over); i++) {
            time.advance(1_000);
            letTheDiskCatchUp();
            look();
        }
    }

    int seconds() {
        return seconds;
    }

    private static byte[][] pattern() {
        byte[][] frames = new byte[PATTERN_SECONDS * FRAMES_PER_SECOND][FRAME_MS * BYTES_PER_MS];
        byte quiet = MuLaw.encode((short) 0);
        for (int i = 0; i < frames.length; i++) {
            if (i >= (PATTERN_SECONDS - 1) * FRAMES_PER_SECOND) {
                Arrays.fill(frames[i], quiet);
                continue;
            }
            for (int sample = 0; sample < frames[i].length; sample++) {
                frames[i][sample] = MuLaw.encode(LastingWorld.buzz((long) i * frames[i].length + sample));
            }
        }
        return frames;
    }

    @Override
    public void close() {
        time.close();
        if (spill != null) {
            spill.close();
        }
    }
}
