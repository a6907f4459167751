package io.sidetone.world;

import io.sidetone.sim.deepgram.Fault;
import io.sidetone.sim.deepgram.Faults;
import io.sidetone.sim.deepgram.Moment;
import io.sidetone.sim.deepgram.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * What befalls one call, left to chance: some faults of its streams, on one leg or both, on the first connection or on
 * those that take over; some of its pre-recorded requests; or none at all. The same seed gives the same trouble.
 *
 * @param name the call's, a keyterm of all it sends to the vendor
 */
record RandomTrouble(String name, Spoken spoken, List<Each> ofStreams, List<Each> ofRequests) {
    private static final List<Spoken> SPOKEN = List.of(
            Spoken.once("serial-number", 7_500),
            Spoken.once("hello", 7_920),
            Spoken.once("compressor", 6_500),
            Spoken.once("chaudiere", 5_600));
    private static final Duration JITTER = Duration.ofMillis(80);
    private static final int[] REFUSALS = {408, 429, 500, 502, 503, 504};
    private static final List<Fault> QUIRKS = List.of(
            Fault.Quirk.SHORT_FINALS,
            Fault.Quirk.NEVER_SPEECH_FINAL,
            Fault.Quirk.SPEECH_FINAL_ON_EMPTY,
            Fault.Quirk.DUPLICATE_UTTERANCE_END,
            Fault.Quirk.NO_FINALIZE_ANSWER,
            Fault.Quirk.EMPTY_FINALIZE_ANSWER,
            Fault.Quirk.UNKNOWN_MESSAGES,
            Fault.Quirk.GARBAGE_TEXT,
            Fault.Quirk.ERROR_MESSAGES);

    /**
     * A fault and whom it meets.
     *
     * @param where for people: what the scope says
     */
    private record Each(Fault fault, Scope scope, String where) {
        @Override
        public String toString() {
            return fault + " on " + where;
        }
    }

    static RandomTrouble of(long seed, int number) {
        Random random = new Random(seed * 1_000_003 + number);
        random.nextInt(); // the first is much alike for seeds that are
        Spoken spoken = SPOKEN.get(random.nextInt(SPOKEN.size()));
        String name = "call" + number;
        List<Each> streams = new ArrayList<>();
        List<Each> requests = new ArrayList<>();
        int breaks = new int[] {0, 0, 1, 1, 1, 2, 2, 3}[random.nextInt(8)];
        for (int i = 0; i < breaks; i++) {
            streams.add(at(random, random.nextInt(6) == 0 ? refusal(random) : broken(random, spoken)));
        }
        if (random.nextInt(3) > 0) {
            streams.add(at(random, manner(random)));
        }
        if (random.nextInt(3) == 0) {
            streams.add(new Each(new Fault.JitteredTimes(JITTER), Scope.all(), "all"));
            requests.add(new Each(new Fault.JitteredTimes(JITTER), Scope.all(), "all"));
        }
        if (random.nextInt(3) == 0) {
            streams.add(new Each(Fault.Quirk.OTHER_BORDERS, Scope.reconnects(), "reconnects"));
            requests.add(new Each(Fault.Quirk.OTHER_BORDERS, Scope.all(), "all"));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            int most = 1 + random.nextInt(2);
            requests.add(new Each(answer(random), Scope.next(most), "next " + most));
        }
        return new RandomTrouble(name, spoken, streams, requests);
    }

    /** Adds what befalls streams. */
    Faults streams(Faults faults) {
        return with(faults, ofStreams);
    }

    /** Adds what befalls requests. */
    Faults requests(Faults faults) {
        return with(faults, ofRequests);
    }

    private Faults with(Faults faults, List<Each> more) {
        Faults all = faults;
        for (Each each : more) {
            all = all.with(each.fault(), each.scope().and(Scope.query("keyterm", name)));
        }
        return all;
    }

    private static Each at(Random random, Fault fault) {
        Scope leg = Scope.all();
        String where = "both legs";
        if (random.nextBoolean()) {
            where = random.nextBoolean() ? "inbound" : "outbound";
            leg = Scope.extra("leg", where);
        }
        return switch (random.nextInt(4)) {
            case 0, 1 ->
                new Each(fault, leg.and(Scope.matching(request -> !request.reconnect())), where + ", first streams");
            case 2 ->
                new Each(fault, leg.and(Scope.reconnects()).and(Scope.next(2)), where + ", the first 2 reconnects");
            default ->
                new Each(
                        fault,
                        leg.and(Scope.chance(0.5)).and(Scope.next(4)),
                        where + ", half of the streams, 4 at most");
        };
    }

    private static Fault broken(Random random, Spoken spoken) {
        Moment at = moment(random, spoken);
        return switch (random.nextInt(11)) {
            case 0 -> new Fault.Reset(at);
            case 1 -> new Fault.HangUp(at);
            case 2 -> new Fault.Freeze(at);
            case 3 -> new Fault.StopReading(at);
            case 4 -> new Fault.StopReading(at, Duration.ofMillis(500 + random.nextInt(4_000)));
            case 5 -> new Fault.GarbageText(at);
            case 6 -> Fault.Close.data0000(at);
            case 7 -> Fault.Close.net0000(at);
            case 8 -> Fault.Close.net0001(at);
            case 9 -> new Fault.Close(1012, "restart", at);
            default -> new Fault.Close(1000, "", at);
        };
    }

    private static Moment moment(Random random, Spoken spoken) {
        Duration audio = Duration.ofMillis(random.nextInt((int) spoken.lengthMs()));
        return switch (random.nextInt(7)) {
            case 0 -> Moment.atOpen();
            case 1 -> Moment.atFirstFrame();
            case 2 -> Moment.atCloseStream();
            case 3 -> Moment.betweenUtterances(audio);
            case 4, 5 -> Moment.midWord(audio);
            default -> Moment.afterAudio(audio);
        };
    }

    private static Fault refusal(Random random) {
        int status = REFUSALS[random.nextInt(REFUSALS.length)];
        return random.nextInt(4) == 0
                ? new Fault.Refuse(status, Duration.ofSeconds(1 + random.nextInt(2)))
                : new Fault.Refuse(status);
    }

    private static Fault manner(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> new Fault.SlowDrain(Duration.ofMillis(random.nextInt(5_000)));
            case 1 -> new Fault.SlowHandshake(Duration.ofMillis(random.nextInt(5_000)));
            case 2 -> new Fault.LateFinalizeAnswer(Duration.ofMillis(random.nextInt(2_000)));
            default -> QUIRKS.get(random.nextInt(QUIRKS.size()));
        };
    }

    private static Fault answer(Random random) {
        return switch (random.nextInt(7)) {
            case 0, 1 -> refusal(random);
            case 2 -> new Fault.LateAnswer(Duration.ofMillis(random.nextInt(1_500)));
            case 3 -> new Fault.NoAnswer();
            case 4, 5 -> new Fault.BrokenAnswer();
            default -> new Fault.GarbageAnswer();
        };
    }

    /** Whether words come with times that are off. */
    boolean isJittered() {
        return ofRequests.stream().anyMatch(each -> each.fault() instanceof Fault.JitteredTimes);
    }

    @Override
    public String toString() {
        return "%s (%s, %d ms): streams %s, requests %s"
                .formatted(name, spoken.recording(), spoken.lengthMs(), list(ofStreams), list(ofRequests));
    }

    private static String list(List<Each> all) {
        return all.stream().map(Each::toString).collect(Collectors.joining("; ", "[", "]"));
    }
}
