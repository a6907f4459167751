package io.sidetone.sim.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventLineTest {

    @Test
    void aFinalShowsWhoSaidWhat() {
        assertThat(line("transcript.final", "\"role\":\"technician\",\"text\":\"The pump has stopped.\""))
                .hasToString("03:04:05.678  transcript.final     7Qm2vJ0d  technician  The pump has stopped.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "call.started | \"from\":\"+15005550001\",\"to\":\"+15005550006\" | +15005550001 → +15005550006",
                "leg.started | \"track\":\"inbound\",\"startMs\":1200 | inbound, from 1.2 s",
                "utterance.completed | \"text\":\"Hi there.\",\"end\":\"silence\" | Hi there. [silence]",
                "fault | \"severity\":\"warning\",\"code\":\"stt.stuck\",\"message\":\"slow\" | warning stt.stuck: slow",
                "dtmf | \"digit\":\"*\" | key *",
                "call.paused | \"by\":\"anna\" | by anna",
                "call.resumed | \"by\":\"anna\" | by anna",
                "leg.ended | \"reason\":\"completed\",\"finals\":4,\"audioMs\":61040 | completed, 4 finals, 61.0 s of audio",
                "call.ended | \"endReason\":\"completed\",\"durationMs\":62500 | completed after 62.5 s",
                "webhook.ping | \"message\":\"hello\" | hello",
                "tomorrows.news | \"x\":1 | ``",
            })
    void everyTypeShowsWhatMatters(String type, String fields, String text) {
        assertThat(line(type, fields).text()).isEqualTo(text);
        assertThat(line(type, fields).type()).isEqualTo(type);
    }

    @Test
    void whatWasRefusedShowsWhy() {
        ReceivedEvent event = new ReceivedEvent(
                Instant.parse("2026-01-02T03:04:06.001Z"),
                "msg_1",
                "",
                "",
                0,
                new byte[0],
                false,
                "webhook-signature: missing",
                1,
                Arrival.IN_ORDER,
                401);
        assertThat(EventLine.of(event))
                .hasToString("03:04:06.001  (refused)                                  401 webhook-signature: missing");
    }

    @Test
    void repeatsGapsAndRefusalsAreMarked() {
        assertThat(EventLine.of(received("dtmf", "\"digit\":\"*\"").answered(204, Arrival.REPEAT))
                        .text())
                .isEqualTo("key * (repeat)");
        assertThat(EventLine.of(received("dtmf", "\"digit\":\"*\"").answered(503, Arrival.AFTER_A_GAP))
                        .text())
                .isEqualTo("key * (events are missing before this one) (answered 503)");
    }

    @Test
    void nothingThatIsSaidCanSteerATerminal() {
        assertThat(line("transcript.final", "\"role\":\"a\\nb\",\"text\":\"x\\u001b[2Jy\\u009b1mz\\u202eend\"")
                        .toString())
                .endsWith("a b         x [2Jy 1mz end");
    }

    private static EventLine line(String type, String fields) {
        return EventLine.of(received(type, fields));
    }

    private static ReceivedEvent received(String type, String fields) {
        String json = """
                {"type":"%s","timestamp":"2026-01-02T03:04:05.678Z","data":{"callId":"s_7Qm2vJ0dAbCdEfGh","seq":3,%s}}""".formatted(type, fields);
        return new ReceivedEvent(
                Instant.parse("2026-01-02T03:04:06Z"),
                "msg_1",
                type,
                "s_7Qm2vJ0dAbCdEfGh",
                3,
                json.getBytes(StandardCharsets.UTF_8),
                true,
                "",
                1,
                Arrival.IN_ORDER,
                204);
    }
}
