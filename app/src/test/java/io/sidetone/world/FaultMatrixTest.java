package io.sidetone.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.sim.deepgram.Fault;
import io.sidetone.sim.deepgram.Faults;
import io.sidetone.sim.deepgram.Moment;
import io.sidetone.sim.deepgram.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that can go wrong between us and the vendor, at every moment, for one leg and for both, over real
 * sockets: the words delivered are the words of the script, once each, in their place.
 */
class FaultMatrixTest {
    private static final String RECORDING = "serial-number";
    private static final long LENGTH_MS = 16_200; // both speak, pause and speak again
    /** As many as two cores bear with everything in one process. */
    private static final int AT_ONCE = 48;

    private static final Duration SOON = Duration.ofMillis(1_500);
    private static final Map<String, String> SETTINGS = Map.of(
            "speech.stuck-seconds", "3",
            "deepgram.connect-seconds", "3",
            "deepgram.close-seconds", "3",
            "deepgram.keep-alive-seconds", "1");

    /** Not those that take over from one that broke. */
    private static final Scope FIRST_STREAMS = Scope.matching(request -> !request.reconnect());

    private static final Map<String, Function<Moment, Fault>> BREAKS = new LinkedHashMap<>();

    static {
        BREAKS.put("reset", Fault.Reset::new);
        BREAKS.put("hang-up", Fault.HangUp::new);
        BREAKS.put("freeze", Fault.Freeze::new);
        BREAKS.put("stop-reading", Fault.StopReading::new);
        BREAKS.put("stall-4s", at -> new Fault.StopReading(at, Duration.ofSeconds(4)));
        BREAKS.put("garbage", Fault.GarbageText::new);
        BREAKS.put("close-1008", Fault.Close::data0000);
        BREAKS.put("close-1011-net0000", Fault.Close::net0000);
        BREAKS.put("close-1011-net0001", Fault.Close::net0001);
        BREAKS.put("close-1012", at -> new Fault.Close(1012, "restart", at));
        BREAKS.put("close-1000", at -> new Fault.Close(1000, "", at));
    }

    private static final Map<String, Moment> MOMENTS = Map.of(
            "first-frame", Moment.atFirstFrame(),
            "mid-word", Moment.midWord(SOON),
            "between", Moment.betweenUtterances(SOON),
            "hang-up", Moment.atCloseStream());

    private static final List<Fault> QUIRKS = List.of(
            new Fault.SlowDrain(Duration.ofSeconds(2)),
            new Fault.SlowDrain(Duration.ofSeconds(10)),
            new Fault.SlowHandshake(Duration.ofMillis(800)),
            new Fault.SlowHandshake(Duration.ofSeconds(20)),
            new Fault.LateFinalizeAnswer(Duration.ofMillis(1_500)),
            Fault.Quirk.NO_FINALIZE_ANSWER,
            Fault.Quirk.EMPTY_FINALIZE_ANSWER,
            Fault.Quirk.NEVER_SPEECH_FINAL,
            Fault.Quirk.SHORT_FINALS,
            Fault.Quirk.SPEECH_FINAL_ON_EMPTY,
            Fault.Quirk.DUPLICATE_UTTERANCE_END,
            Fault.Quirk.UNKNOWN_MESSAGES,
            Fault.Quirk.GARBAGE_TEXT,
            Fault.Quirk.ERROR_MESSAGES);

    /** A fault for the streams of one call, or of one leg of it. */
    private record Case(String name, Fault fault, Scope scope) {}

    @Test
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void whateverBreaksAtWhateverMomentNoWordIsLostOrSaidTwice(@TempDir Path data) throws IOException {
        List<Case> cases = new ArrayList<>();
        BREAKS.forEach((what, fault) -> MOMENTS.forEach((when, moment) -> {
            String name = what + "." + when;
            cases.add(new Case(name + ".both", fault.apply(moment), FIRST_STREAMS));
            cases.add(new Case(name + ".one", fault.apply(moment), FIRST_STREAMS.and(Scope.extra("leg", "inbound"))));
        }));
        runAll(data, cases);
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void whateverTheVendorsMannersNoWordIsLostOrSaidTwice(@TempDir Path data) throws IOException {
        List<Case> cases = new ArrayList<>();
        for (Fault quirk : QUIRKS) {
            cases.add(new Case("quirk-" + cases.size(), quirk, FIRST_STREAMS));
        }
        runAll(data, cases);
    }

    @Test
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void whateverTheRefusalNoWordIsLostOrSaidTwice(@TempDir Path data) throws IOException {
        List<Case> cases = new ArrayList<>();
        for (int status : new int[] {400, 401, 402, 403, 404, 408, 429, 500, 502, 503, 504}) {
            cases.add(new Case("refuse-" + status + ".first", new Fault.Refuse(status), Scope.next(2)));
            cases.add(new Case("refuse-" + status + ".always", new Fault.Refuse(status), Scope.all()));
        }
        runAll(data, cases);
    }

    private static void runAll(Path data, List<Case> cases) throws IOException {
        try (World world = World.start(data, SETTINGS)) {
            Faults faults = Faults.none();
            for (Case each : cases) {
                faults = faults.with(each.fault(), each.scope().and(Scope.query("keyterm", each.name())));
            }
            world.deepgram().faults(faults);
            List<TroubledCall> done = new ArrayList<>();
            for (int from = 0; from < cases.size(); from += AT_ONCE) {
                List<TroubledCall> batch = new ArrayList<>();
                for (Case each : cases.subList(from, Math.min(cases.size(), from + AT_ONCE))) {
                    batch.add(TroubledCall.place(world, each.name(), RECORDING, LENGTH_MS));
                }
                batch.forEach(TroubledCall::untilOver);
                done.addAll(batch);
            }
            SoftAssertions all = new SoftAssertions();
            for (TroubledCall call : done) {
                all.assertThatCode(call::isWhole).as(call.name()).doesNotThrowAnyException();
            }
            all.assertAll();
            assertThat(world.server()).isNotNull();
        }
    }
}
