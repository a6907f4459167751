package io.sidetone.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.engine.CallEvent;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JournalTest {
    private final FakeEngine engine = new FakeEngine();
    private final Journal journal = new Journal(
            "s_7Qm2vJ0d", "CA1", engine.events(), InstantSource.fixed(CallWorld.NOW), Map.of("queue", "support"));

    @ParameterizedTest
    @CsvSource({
        "transcript.final|s_7Qm2vJ0d.l2.9, msg_efa2b821b737227853dcca26e9ae2233",
        "transcript.final|s_7Qm2vJ0d.l1.15, msg_010956fe68954555e061816265c98bb6"
    })
    void idsAreThePublishedOnes(String identity, String id) {
        assertThat(Journal.eventId(identity)).isEqualTo(id);
    }

    @Test
    void aFinalIsKnownByItsFinalId() {
        journal.appendFinal(new LegName("l2", "agent"), 9, "s_7Qm2vJ0d.l2.9", journal.fields());

        CallEvent event = engine.events.get(0);
        assertThat(event.eventId()).isEqualTo("msg_efa2b821b737227853dcca26e9ae2233");
        assertThat(event.type()).isEqualTo("transcript.final");
        assertThat(event.legId()).isEqualTo("l2");
        assertThat(event.role()).isEqualTo("agent");
        assertThat(event.labels()).containsExactly(Map.entry("queue", "support"));
        assertThat(event.n()).isEqualTo(9);
        assertThat(event.atMillis()).isEqualTo(CallWorld.NOW.toEpochMilli());
    }

    @Test
    void everythingElseIsKnownByItsPlaceInTheCall() {
        journal.append("call.started", journal.fields());
        journal.append("dtmf", new LegName("l1", "caller"), journal.fields());
        journal.append("dtmf", new LegName("l1", "caller"), journal.fields());

        assertThat(engine.events)
                .extracting(CallEvent::eventId)
                .containsExactly(
                        Journal.eventId("call.started|s_7Qm2vJ0d|1"),
                        Journal.eventId("dtmf|s_7Qm2vJ0d|2"),
                        Journal.eventId("dtmf|s_7Qm2vJ0d|3"));
        assertThat(engine.events).extracting(CallEvent::n).containsOnly(0L);
    }

    @Test
    void theNumberInTheDataIsTheEventsNumber() {
        for (int i = 0; i < 5; i++) {
            journal.append("dtmf", new LegName("l1", "caller"), journal.fields());
        }

        assertThat(engine.events).extracting(CallEvent::seq).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(engine.events).allSatisfy(event -> {
            assertThat(FakeEngine.data(event).path("seq").asLong()).isEqualTo(event.seq());
            assertThat(FakeEngine.data(event).path("callId").asText()).isEqualTo("s_7Qm2vJ0d");
            assertThat(FakeEngine.data(event).path("callSid").asText()).isEqualTo("CA1");
        });
    }

    @Test
    void aLogThatFailsDoesNotStopTheCall() {
        engine.storing = false;
        journal.append("call.started", journal.fields());
        journal.append("dtmf", new LegName("l1", "caller"), journal.fields());

        assertThat(engine.events).extracting(CallEvent::seq).containsExactly(1L, 2L);
    }
}
