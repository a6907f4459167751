package io.sidetone.sim.assemblyai;

import io.sidetone.sim.deepgram.Fault;
import io.sidetone.sim.deepgram.Faults;
import io.sidetone.sim.deepgram.HeardWord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * The faults one session meets, as the parts of the emulator ask for them.
 *
 * @param seed of this session
 */
record SessionFaults(List<Fault> faults, long seed) {
    private static final Set<Fault> QUIRKS =
            Set.of(Fault.Quirk.NO_FINALIZE_ANSWER, Fault.Quirk.UNKNOWN_MESSAGES, Fault.Quirk.GARBAGE_TEXT);
    private static final Set<Class<? extends Fault>> KINDS = Set.of(
            Fault.Close.class,
            Fault.Reset.class,
            Fault.HangUp.class,
            Fault.Freeze.class,
            Fault.StopReading.class,
            Fault.JitteredTimes.class,
            Fault.LateFinalizeAnswer.class,
            Fault.SlowDrain.class,
            Fault.SlowHandshake.class,
            Fault.Refuse.class,
            Fault.ConcurrencyLimit.class);

    SessionFaults {
        faults = List.copyOf(faults);
    }

    /** A fault that is not played must not look as if it were: a test that relies on it could not fail. */
    static void check(Faults faults) {
        for (Faults.Rule rule : faults.rules()) {
            if (!KINDS.contains(rule.fault().getClass()) && !QUIRKS.contains(rule.fault())) {
                throw new IllegalArgumentException("fault " + rule.fault()
                        + " is not one of AssemblyAI's (expected: " + QUIRKS + " or a "
                        + KINDS.stream().map(Class::getSimpleName).sorted().toList() + ")");
            }
        }
    }

    boolean has(Fault.Quirk quirk) {
        return faults.contains(quirk);
    }

    /** The first fault of a kind. */
    <T extends Fault> Optional<T> find(Class<T> kind) {
        return faults.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    List<Fault.Break> breaks() {
        return faults.stream()
                .filter(Fault.Break.class::isInstance)
                .map(Fault.Break.class::cast)
                .toList();
    }

    /** How words are told: as they were heard, or with other times. */
    UnaryOperator<HeardWord> wording(int sampleRate) {
        Duration most =
                find(Fault.JitteredTimes.class).map(Fault.JitteredTimes::most).orElse(Duration.ZERO);
        long mostSamples = most.toMillis() * sampleRate / 1_000;
        return mostSamples == 0 ? word -> word : word -> jittered(word, mostSamples);
    }

    /** From the word's place and the seed alone, so that a guess and its end of turn agree. */
    private HeardWord jittered(HeardWord word, long most) {
        SplittableRandom random = new SplittableRandom(seed * 31 + word.start());
        long start = Math.max(0, word.start() + random.nextLong(-most, most + 1));
        long end = Math.max(start + 1, word.end() + random.nextLong(-most, most + 1));
        return new HeardWord(word.word(), word.punctuated(), word.language(), start, end);
    }
}
