package io.sidetone.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidetone.api.EventSchemas;
import io.sidetone.engine.CallEvent;
import io.sidetone.redaction.Redactor;
import io.sidetone.speech.SpeechEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A process may die behind any event of a call: what its successor writes makes the call whole. */
class InterruptedCallTest {
    private static final String CALL = "s_cut";
    private static final Instant LATER = CallWorld.NOW.plusSeconds(3_600);

    private final CallWorld world = new CallWorld();

    /** Two speakers, a hole, two faults, a pause, a key, and the end. */
    private List<CallEvent> aCall() {
        CallStream stream = world.open(CALL);
        world.talk(stream, 0, 1_000);
        caller().say(ScriptedSpeech.words("hello there", 200, 900, false));
        world.speech.of("outbound").say(ScriptedSpeech.words("good morning", 300, 800, true));
        world.advance(400);
        world.frame(stream, Track.INBOUND, 1_400, 1);
        caller().say(ScriptedSpeech.words("my friend", 910, 1_400, true));
        caller().say(new SpeechEvent.Fault("stt.disconnected", SpeechEvent.Severity.WARNING, "gone", 1_400, 40, false));
        stream.dtmf(Track.INBOUND);
        caller().say(ScriptedSpeech.words("one more", 1_410, 1_900, false));
        stream.stopped();
        world.runNow();
        return List.copyOf(world.engine.events);
    }

    private ScriptedSpeech.Session caller() {
        return world.speech.of("inbound");
    }

    private static List<CallEvent> ended(List<CallEvent> known) {
        FakeEngine next = new FakeEngine();
        InterruptedCall call = new InterruptedCall(CALL);
        known.forEach(call::add);
        assertThat(call.end(next, InstantSource.fixed(LATER), new Masking(Redactor.OFF)))
                .isEqualTo(!has(known, "call.ended"));
        List<CallEvent> all = new ArrayList<>(known);
        all.addAll(next.events);
        return all;
    }

    private static boolean has(List<CallEvent> events, String type) {
        return events.stream().anyMatch(event -> event.type().equals(type));
    }

    @Test
    void whereverItWasCutEverythingThatBeganHasAnEnd() {
        List<CallEvent> whole = aCall();
        assertThat(whole).extracting(CallEvent::type).contains("utterance.completed", "fault", "dtmf", "call.ended");

        for (int cut = 1; cut <= whole.size(); cut++) {
            List<CallEvent> all = ended(whole.subList(0, cut));

            assertThat(all).as("cut behind %d", cut).extracting(CallEvent::seq).isEqualTo(numbers(all.size()));
            assertThat(all.get(all.size() - 1).type()).isEqualTo("call.ended");
            assertThat(finals(all)).as("cut behind %d", cut).isEqualTo(finalsInUtterances(all));
            assertThat(legs(all, "leg.started")).isEqualTo(legs(all, "leg.ended"));
            assertThat(all).allSatisfy(event -> assertThat(event.labels()).isEqualTo(Map.of("queue", "support")));
            assertThat(counted(all)).as("cut behind %d", cut).isEqualTo(spoken(all));
        }
    }

    @Test
    void whatIsWrittenIsAsTheSchemasSay() {
        EventSchemas schemas = EventSchemas.bundled();
        List<CallEvent> whole = aCall();

        for (int cut = 1; cut <= whole.size(); cut++) {
            assertThat(ended(whole.subList(0, cut))).allSatisfy(event -> assertThat(schemas.objections(envelope(event)))
                    .isEmpty());
        }
    }

    private static byte[] envelope(CallEvent event) {
        String data = new String(event.data(), StandardCharsets.UTF_8);
        return ("{\"type\":\"" + event.type() + "\",\"timestamp\":\"2026-01-02T03:04:05.678Z\",\"data\":" + data + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static List<Long> numbers(int last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private static List<String> finals(List<CallEvent> events) {
        return data(events, "transcript.final")
                .map(it -> it.path("finalId").asText())
                .sorted()
                .toList();
    }

    private static List<String> finalsInUtterances(List<CallEvent> events) {
        List<String> ids = new ArrayList<>();
        data(events, "utterance.completed").forEach(it -> it.path("finals").forEach(id -> ids.add(id.asText())));
        return ids.stream().sorted().toList();
    }

    private static Set<String> legs(List<CallEvent> events, String type) {
        Set<String> legs = new TreeSet<>();
        data(events, type).forEach(it -> legs.add(it.path("legId").asText()));
        return legs;
    }

    private static Map<String, Long> counted(List<CallEvent> events) {
        Map<String, Long> counts = new TreeMap<>();
        data(events, "call.ended").forEach(end -> end.path("legs")
                .forEach(leg -> counts.put(
                        leg.path("legId").asText(), leg.path("finals").asLong())));
        return counts;
    }

    private static Map<String, Long> spoken(List<CallEvent> events) {
        Map<String, Long> counts = new TreeMap<>();
        legs(events, "leg.started").forEach(leg -> counts.put(leg, 0L));
        data(events, "transcript.final")
                .forEach(it -> counts.merge(it.path("legId").asText(), 1L, Long::sum));
        return counts;
    }

    private static java.util.stream.Stream<JsonNode> data(List<CallEvent> events, String type) {
        return events.stream().filter(event -> event.type().equals(type)).map(FakeEngine::data);
    }

    @Test
    void theEndSaysThatItWasInterruptedAndWhenTheCallWasLastHeardOf() {
        List<CallEvent> whole = aCall();
        int cut = 1
                + whole.indexOf(whole.stream()
                        .filter(event -> event.type().equals("transcript.final"))
                        .findFirst()
                        .orElseThrow());

        List<CallEvent> all = ended(whole.subList(0, cut));

        JsonNode end = FakeEngine.data(all.get(all.size() - 1));
        assertThat(end.path("endReason").asText()).isEqualTo("interrupted");
        assertThat(end.path("endedAt").asText()).isEqualTo(CallWorld.NOW.toString());
        assertThat(end.path("durationMs").asLong()).isEqualTo(900);
        assertThat(end.path("callSid").asText()).isEqualTo("CA1");
        assertThat(all.get(all.size() - 1).atMillis()).isEqualTo(LATER.toEpochMilli());
        JsonNode utterance = data(all, "utterance.completed").findFirst().orElseThrow();
        assertThat(utterance.path("end").asText()).isEqualTo("interrupted");
        assertThat(utterance.path("text").asText()).isEqualTo("hello there");
        assertThat(utterance.path("role").asText()).isEqualTo("caller");
        assertThat(utterance.path("track").asText()).isEqualTo("inbound");
        assertThat(data(all, "leg.ended").map(it -> it.path("reason").asText())).containsOnly("interrupted");
    }
}
