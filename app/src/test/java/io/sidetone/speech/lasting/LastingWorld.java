package io.sidetone.speech.lasting;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sidetone.codec.MuLaw;
import io.sidetone.speech.AudioFormat;
import io.sidetone.speech.Failure;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.SpeechLeg;
import io.sidetone.speech.SpeechOptions;
import io.sidetone.speech.SpeechSession;
import io.sidetone.speech.TestLoop;
import io.sidetone.speech.Ticks;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One lasting session over fake vendors, on a clock that only the test moves. */
final class LastingWorld implements AutoCloseable {
    static final Failure BROKEN =
            new Failure(Failure.DISCONNECTED, Failure.Remedy.RECONNECT, null, "the connection broke");
    static final Failure DOWN = new Failure(Failure.UNAVAILABLE, Failure.Remedy.BACK_OFF, null, "503");
    static final Failure FULL = new Failure(Failure.THROTTLED, Failure.Remedy.WAIT_FOR_ROOM, null, "429");
    static final Failure BAD_KEY = new Failure(Failure.REFUSED, Failure.Remedy.NEVER, null, "401");

    final TestLoop time = new TestLoop();
    final FakeVendor vendor = new FakeVendor("fake");
    final List<SpeechEvent> events = new ArrayList<>();
    final ByteArrayOutputStream spoken = new ByteArrayOutputStream();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    AudioBudget budget = new AudioBudget(64 << 20);

    @Nullable Spill spill;

    LastingRules rules = rules(LastingRules.Silence.KEEP_ALIVE);
    private long nowMs; // call time of the next frame
    private final Random noise = new Random(7);
    private @Nullable SpeechSession session;
    private @Nullable LastingSpeech speech;
    /** What the listener does beside noting each event. */
    Consumer<SpeechEvent> onEvent = event -> {};

    static LastingRules rules(LastingRules.Silence silence) {
        SomeRules rules = new SomeRules();
        rules.silence = silence;
        return rules.made();
    }

    static LastingRules withBuffer(int seconds) {
        SomeRules rules = new SomeRules();
        rules.bufferSeconds = seconds;
        return rules.made();
    }

    static LastingRules buffered() {
        SomeRules rules = new SomeRules();
        rules.streaming = false;
        return rules.made();
    }

    /** What tests turn; everything else is as usual. */
    static final class SomeRules {
        boolean streaming = true;
        int bufferSeconds = 30;
        int catchUpSeconds = 5;
        int repairSeconds = 120;
        int attemptsAtOnce = 20;
        LastingRules.Silence silence = LastingRules.Silence.KEEP_ALIVE;

        LastingRules made() {
            LastingRules usual = LastingRules.DEFAULTS;
            return new LastingRules(
                    streaming,
                    Duration.ofSeconds(bufferSeconds),
                    Duration.ofSeconds(catchUpSeconds),
                    Duration.ofSeconds(repairSeconds),
                    usual.afterEnd(),
                    usual.finalizeOnSilence(),
                    Map.of("caller", silence),
                    LastingRules.Silence.KEEP_ALIVE,
                    usual.closeAfter(),
                    attemptsAtOnce,
                    usual.attemptsPerSecond(),
                    usual.retry());
        }
    }

    SpeechSession open(Provider... providers) {
        speech = new LastingSpeech(List.of(providers), rules, budget, spill, new Ticks(), new Random(3), meters);
        session = another();
        return session;
    }

    /** One more leg, of the same speech-to-text; what it says is among the others' events. */
    SpeechSession another() {
        if (speech == null) {
            throw new IllegalStateException("open one first");
        }
        SpeechLeg leg = new SpeechLeg("s_1", "inbound", "caller", SpeechOptions.DEFAULTS, time.loop());
        return speech.open(leg, AudioFormat.MULAW_8K, event -> {
            events.add(event);
            onEvent.accept(event);
        });
    }

    void forget(String callId) {
        if (speech == null) {
            throw new IllegalStateException("open one first");
        }
        speech.forget(callId);
    }

    SpeechSession session() {
        if (session == null) {
            throw new IllegalStateException("open it first");
        }
        return session;
    }

    /** Speaks so many milliseconds of a buzz that voice activity takes for a voice; time goes on as it does so. */
    void speak(long ms) {
        frames(ms, true);
    }

    void silence(long ms) {
        frames(ms, false);
    }

    /** The phone sends nothing for so long. */
    void hole(long ms) {
        nowMs += ms;
        time.advance(ms);
    }

    /** The phone's network stood still, and now all of it comes at once. */
    void burst(long ms) {
        for (long done = 0; done < ms; done += 20) {
            frame(true);
        }
    }

    private void frames(long ms, boolean voice) {
        for (long done = 0; done < ms; done += 20) {
            frame(voice);
            time.advance(20);
        }
    }

    private void frame(boolean voice) {
        byte[] frame = new byte[160];
        for (int i = 0; i < frame.length; i++) {
            frame[i] = MuLaw.encode(voice ? buzz(nowMs * 8 + i) : (short) (noise.nextInt(9) - 4));
        }
        spoken.writeBytes(frame);
        ByteBuf slice = Unpooled.wrappedBuffer(frame);
        session().audio(slice, nowMs);
        slice.release();
        nowMs += 20;
    }

    /** Milliseconds that the listener was told are lost. */
    long lostMs() {
        return all(SpeechEvent.Fault.class).stream()
                .filter(fault -> fault.resolved() == fault.code().equals("audio.shed"))
                .mapToLong(SpeechEvent.Fault::lostMs)
                .sum();
    }

    /** A pulse train at a wandering pitch, as a larynx makes it: louder and softer four times a second. */
    static short buzz(long sample) {
        double seconds = sample / 8_000.0;
        double swell = 0.6 + 0.4 * Math.sin(2 * Math.PI * 4 * seconds);
        double value = 0;
        for (int harmonic = 1; harmonic <= 12; harmonic++) {
            value += Math.sin(2 * Math.PI * 125 * harmonic * seconds + 0.3 * Math.sin(9 * seconds)) / harmonic;
        }
        return (short) (5_000 * swell * value);
    }

    long nowMs() {
        return nowMs;
    }

    /** What was spoken between two call times, if there was no hole. */
    byte[] spokenBetween(long fromMs, long toMs) {
        return Arrays.copyOfRange(spoken.toByteArray(), (int) fromMs * 8, (int) toMs * 8);
    }

    <E extends SpeechEvent> List<E> all(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    List<String> texts() {
        return all(SpeechEvent.Final.class).stream()
                .map(SpeechEvent.Final::text)
                .toList();
    }

    List<SpeechEvent.State> states() {
        return all(SpeechEvent.Health.class).stream()
                .map(SpeechEvent.Health::state)
                .toList();
    }

    @Override
    public void close() {
        time.close();
        if (spill != null) {
            spill.close();
        }
    }
}
