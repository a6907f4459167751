package io.sidetone.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidetone.speech.SpeechEvent;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is promised to others: every field of the contracts' table of events, with its type. */
class CallEventsTest {
    private static final String CALL = "s_golden";

    private final CallWorld world = new CallWorld();
    private final CallStream stream = world.open(CALL);

    @Test
    void callStarted() {
        assertThat(only("call.started")).isEqualTo(json("""
                {"callId":"s_golden","callSid":"CA1","seq":1,"startedAt":"2026-01-02T03:04:05.678Z",
                 "direction":"inbound","from":"+15550100001","to":"+15550100002","accountSid":"AC1",
                 "labels":{"queue":"support"},"parameters":{"crm":"77"}}"""));
    }

    @Test
    void legStarted() {
        assertThat(world.engine.data("leg.started")).containsExactly(json("""
                {"callId":"s_golden","callSid":"CA1","seq":2,"legId":"l1","role":"caller","track":"inbound",
                 "streamSid":"MZ1","startMs":0,"state":"connecting"}"""), json("""
                {"callId":"s_golden","callSid":"CA1","seq":3,"legId":"l2","role":"agent","track":"outbound",
                 "streamSid":"MZ1","startMs":0,"state":"connecting"}"""));
    }

    @Test
    void transcriptFinal() {
        world.talk(stream, 0, 2_000);
        caller().say(ScriptedSpeech.words("hello there", 200, 1_000, false));

        assertThat(only("transcript.final")).isEqualTo(json("""
                {"callId":"s_golden","callSid":"CA1","seq":4,"legId":"l1","role":"caller","track":"inbound",
                 "finalId":"s_golden.l1.1","n":1,"utt":1,"rev":1,"startMs":200,"endMs":1000,"text":"hello there",
                 "confidence":0.9,"language":"en","speechFinal":false,"provider":"fake","model":"fake-1",
                 "requestId":"req-1","completeUntilMs":0,"repaired":false,"late":false,"labels":{"queue":"support"},
                 "words":[{"text":"hello","startMs":200,"endMs":600,"confidence":0.9},
                          {"text":"there","startMs":600,"endMs":1000,"confidence":0.9}]}"""));
    }

    @Test
    void utteranceCompleted() {
        caller().say(ScriptedSpeech.words("hello there", 200, 1_000, false));
        caller().say(ScriptedSpeech.words("friend", 1_100, 1_500, true));

        assertThat(only("utterance.completed")).isEqualTo(json("""
                {"callId":"s_golden","callSid":"CA1","seq":6,"legId":"l1","role":"caller","track":"inbound","utt":1,
                 "startMs":200,"endMs":1500,"text":"hello there friend","confidence":0.9,
                 "finals":["s_golden.l1.1","s_golden.l1.2"],"end":"speech_final"}"""));
    }

    @Test
    void anUtterancesConfidenceIsWeighedByWords() {
        SpeechEvent.Final sure = ScriptedSpeech.words("one two three", 0, 900, false);
        caller().say(sure);
        caller().say(new SpeechEvent.Final(
                "four",
                1_000,
                1_200,
                1_200,
                0.5,
                null,
                true,
                false,
                false,
                new SpeechEvent.Source("fake", "fake-1", null),
                ScriptedSpeech.words("four", 1_000, 1_200, true).words()));

        assertThat(only("utterance.completed").path("confidence").asDouble()).isEqualTo(0.8);
        JsonNode last = world.engine.data("transcript.final").get(1);
        assertThat(last.path("language").isNull()).isTrue();
        assertThat(last.path("requestId").isNull()).isTrue();
    }

    @Test
    void fault() {
        caller().say(fault("stt.disconnected", 40, false));
        caller().say(fault("stt.disconnected", 0, true));

        assertThat(world.engine.data("fault")).containsExactly(json("""
                {"callId":"s_golden","callSid":"CA1","seq":4,"faultId":"flt_1","legId":"l1",
                 "code":"stt.disconnected","severity":"warning","message":"gone","atMs":700,"lostMs":40,
                 "resolved":false}"""), json("""
                {"callId":"s_golden","callSid":"CA1","seq":5,"faultId":"flt_1","legId":"l1",
                 "code":"stt.disconnected","severity":"warning","message":"gone","atMs":700,"resolved":true}"""));
    }

    @Test
    void dtmf() {
        world.advance(1_500);
        stream.dtmf(Track.INBOUND);

        assertThat(only("dtmf")).isEqualTo(json("""
                {"callId":"s_golden","callSid":"CA1","seq":4,"legId":"l1","digit":"*","atMs":1500}"""));
    }

    @Test
    void legEndedAndCallEnded() {
        world.talk(stream, 0, 1_000);
        world.advance(380);
        world.frame(stream, Track.INBOUND, 1_380, 1); // a hole of 380 ms
        caller().say(ScriptedSpeech.words("hello there", 200, 1_000, true));
        caller().say(fault("stt.disconnected", 40, false));
        stream.stopped();

        JsonNode leg = world.engine.data("leg.ended").get(0);
        assertThat(leg).isEqualTo(json("""
                {"callId":"s_golden","callSid":"CA1","seq":%d,"legId":"l1","atMs":1400,"reason":"completed",
                 "finals":1,"words":2,"audioMs":1020,"lostMs":40,"pausedMs":0}""".formatted(leg.path("seq").asInt())));
        assertThat(only("call.ended")).isEqualTo(json("""
                {"callId":"s_golden","callSid":"CA1","seq":%d,"endedAt":"2026-01-02T03:04:05.678Z",
                 "durationMs":1380,"endReason":"completed","legs":[
                  {"legId":"l1","role":"caller","finals":1,"utterances":1,"words":2,"audioMs":1020,"lostMs":40,
                   "pausedMs":0,"gaps":1,"gapMs":380},
                  {"legId":"l2","role":"agent","finals":0,"utterances":0,"words":0,"audioMs":1000,"lostMs":0,
                   "pausedMs":0,"gaps":0,"gapMs":0}],"faults":2,"pendingRepairMs":0}""".formatted(world.engine.events.size())));
    }

    @Test
    void whatMayStillBeRepairedIsToldAndComesBehindTheEnd() {
        world.speech.closesWhenFinished = false;
        world.talk(stream, 0, 1_000);
        stream.stopped();
        caller().say(new SpeechEvent.Closed(false, "1000 ms are still to be repaired", null, 1_000));
        assertThat(world.engine.data("call.ended")).isEmpty();
        world.speech.of("outbound").close(true, "finished");

        JsonNode end = only("call.ended");
        assertThat(end.path("pendingRepairMs").asLong()).isEqualTo(1_000);
        assertThat(end.path("seq").asInt()).isEqualTo(world.engine.events.size());
        assertThat(end.path("legs").get(0).path("lostMs").asLong()).isZero();
        caller().say(ScriptedSpeech.repaired("good bye", 200, 600));
        world.runNow();

        assertThat(world.engine.types(CALL)).endsWith("call.ended", "transcript.final", "utterance.completed");
        JsonNode late = only("transcript.final");
        assertThat(late.path("repaired").asBoolean()).isTrue();
        assertThat(late.path("finalId").asText()).isEqualTo("s_golden.l1.1");
        assertThat(late.path("seq").asInt()).isEqualTo(end.path("seq").asInt() + 1);
        assertThat(only("utterance.completed").path("finals").toString()).isEqualTo("[\"s_golden.l1.1\"]");
    }

    @Test
    void howFarALegIsBehindGoesToTheLiveBusOnly() {
        caller().say(new SpeechEvent.Progress(1_500, 3_000, 200, -1));
        assertThat(newest("l1/media")).isEqualTo(json("""
                {"type":"leg.updated","callId":"s_golden","legId":"l1",
                 "patch":{"state":"connecting","media":{"lagMs":1500,"repairingMs":3000,"lostMs":200}}}"""));

        caller().say(new SpeechEvent.Health(SpeechEvent.State.UNTRANSCRIBED, "nobody"));
        caller().say(new SpeechEvent.Progress(0, 3_000, 200, 700));
        assertThat(newest("l1/media")).isEqualTo(json("""
                {"type":"leg.updated","callId":"s_golden","legId":"l1",
                 "patch":{"state":"untranscribed","media":{"lagMs":0,"repairingMs":3000,"lostMs":200,
                  "untranscribedFromMs":700}}}"""));
        assertThat(world.engine.types(CALL)).containsExactly("call.started", "leg.started", "leg.started");
    }

    @Test
    void interimsAndStatesGoToTheLiveBusOnly() {
        caller().say(new SpeechEvent.Health(SpeechEvent.State.LIVE, "connected"));
        caller().say(new SpeechEvent.SpeechStarted(100));
        caller().say(ScriptedSpeech.guess("hel", 100, 300));
        caller().say(ScriptedSpeech.guess("hello", 100, 500));
        caller().say(new SpeechEvent.Settled(600, false, false));

        assertThat(world.engine.types(CALL)).containsExactly("call.started", "leg.started", "leg.started");
        assertThat(newest()).containsOnlyKeys("l1/state", "l1/speech", "l1/interim");
        assertThat(world.engine.published.get(3).json()).isEqualTo(json("""
                {"type":"transcript.interim","callId":"s_golden","legId":"l1","role":"caller","utt":1,"rev":2,
                 "startMs":100,"endMs":500,"text":"hello"}"""));
        assertThat(newest("l1/interim").path("text").asText()).isEmpty();
        assertThat(newest("l1/interim").path("rev").asInt()).isEqualTo(3);
        assertThat(newest("l1/state").path("patch").path("state").asText()).isEqualTo("live");
    }

    @Test
    void guessesAreNotEncodedWhenNobodyLooks() {
        world.engine.watched = false;
        caller().say(ScriptedSpeech.guess("hello", 100, 500));
        caller().say(new SpeechEvent.SpeechStarted(100));

        assertThat(world.engine.published).isEmpty();
    }

    @Test
    void labelsAndParametersComeInTheOrderOfTheirNames() {
        CallStream other = world.opened(new StreamStart(
                "s_order",
                true,
                "CA2",
                "MZ2",
                "AC1",
                List.of(Track.INBOUND),
                "inbound",
                null,
                null,
                Map.of(),
                false,
                SpeechWishes.NONE,
                Map.of("b", "2", "a", "1", "c", "3"),
                Map.of()));
        JsonNode data = world.engine.data("call.started").get(1);

        assertThat(other.callId()).isEqualTo("s_order");
        assertThat(data.path("labels").toString()).isEqualTo("{\"a\":\"1\",\"b\":\"2\",\"c\":\"3\"}");
        assertThat(data.path("from").isNull()).isTrue();
    }

    private Map<String, JsonNode> newest() {
        Map<String, JsonNode> slots = new TreeMap<>();
        world.engine.published.forEach(it -> slots.put(it.slot(), it.json()));
        return slots;
    }

    private JsonNode newest(String slot) {
        return Objects.requireNonNull(newest().get(slot), slot);
    }

    private static SpeechEvent.Fault fault(String code, long lostMs, boolean resolved) {
        return new SpeechEvent.Fault(code, SpeechEvent.Severity.WARNING, "gone", 700, lostMs, resolved);
    }

    private JsonNode only(String type) {
        assertThat(world.engine.data(type)).hasSize(1);
        return world.engine.data(type).get(0);
    }

    private ScriptedSpeech.Session caller() {
        return world.speech.of("inbound");
    }

    private static JsonNode json(String text) {
        return FakeEngine.parse(text);
    }
}
