package io.sidetone.sim.deepgram;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The faults one stream, or one request, meets, as the parts of the emulator ask for them.
 *
 * @param seed of this stream
 */
record StreamFaults(List<Fault> faults, long seed) {
    private static final long LONGEST_SEGMENT_MS = 5_000;
    private static final long OTHER_LONGEST_SEGMENT_MS = 2_300;

    StreamFaults {
        faults = List.copyOf(faults);
    }

    StreamFaults with(Fault fault) {
        return new StreamFaults(Stream.concat(faults.stream(), Stream.of(fault)).toList(), seed);
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

    SegmentRules segmentRules(ListenRequest request) {
        return new SegmentRules(
                request.sampleRate(),
                request.samples(request.endpointingMs()),
                request.samples(request.utteranceEndMs()),
                request.samples(has(Fault.Quirk.OTHER_BORDERS) ? OTHER_LONGEST_SEGMENT_MS : LONGEST_SEGMENT_MS),
                request.interims(),
                has(Fault.Quirk.NEVER_SPEECH_FINAL),
                has(Fault.Quirk.INTERIMS_ONLY),
                has(Fault.Quirk.SHORT_FINALS),
                has(Fault.Quirk.SPEECH_FINAL_ON_EMPTY),
                has(Fault.Quirk.DUPLICATE_UTTERANCE_END),
                has(Fault.Quirk.EMPTY_FINALIZE_ANSWER));
    }

    /** How words are told: as they were heard, or not quite. */
    UnaryOperator<HeardWord> wording(int samplesPerSecond) {
        Duration most =
                find(Fault.JitteredTimes.class).map(Fault.JitteredTimes::most).orElse(Duration.ZERO);
        long mostSamples = most.toMillis() * samplesPerSecond / 1000;
        boolean recased = has(Fault.Quirk.OTHER_BORDERS);
        return word -> {
            HeardWord told = mostSamples > 0 ? jittered(word, mostSamples) : word;
            return recased ? recased(told) : told;
        };
    }

    /** From the word's place and the seed alone, so that an interim and its final agree. */
    private HeardWord jittered(HeardWord word, long most) {
        SplittableRandom random = new SplittableRandom(seed * 31 + word.start());
        long start = Math.max(0, word.start() + random.nextLong(-most, most + 1));
        long end = Math.max(start + 1, word.end() + random.nextLong(-most, most + 1));
        return new HeardWord(word.word(), word.punctuated(), word.language(), start, end);
    }

    private static HeardWord recased(HeardWord word) {
        String bare = word.punctuated().toLowerCase(Locale.ROOT).replaceAll("[.,!?]+$", "");
        return new HeardWord(
                word.word(), bare.isEmpty() ? word.word() : bare, word.language(), word.start(), word.end());
    }
}
