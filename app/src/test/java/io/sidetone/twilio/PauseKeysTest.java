package io.sidetone.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.sidetone.call.CallWorld;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys on the phone, over a real socket. */
class PauseKeysTest {
    private static final String TYPED = "4929177359";

    private MediaServer server = with(new PauseKeys("#", Duration.ZERO));

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void theKeyPausesFromTheNextFrameOnAndResumes() throws IOException {
        try (Phone phone = Phone.foreign(server, "CA1").started()) {
            phone.says(0, CallWorld.filled(160, 1));
            press(phone, "#");
            phone.says(20, CallWorld.filled(160, 9));
            phone.says(40, CallWorld.filled(160, 9));
            press(phone, "#");
            phone.says(3_600_000, CallWorld.filled(160, 3)); // long after
            phone.stops();
            phone.socket.settle();
        }

        assertThat(server.speech.sessions.get(0).heard())
                .hasSize(320)
                .contains((byte) 1)
                .contains((byte) 3)
                .doesNotContain((byte) 9);
        assertThat(server.engine.types("CA1"))
                .containsExactly(
                        "call.started",
                        "leg.started",
                        "dtmf",
                        "call.paused",
                        "dtmf",
                        "call.resumed",
                        "leg.ended",
                        "call.ended");
    }

    @ParameterizedTest
    @CsvSource({"#, 0, 5, ''", "#, 0, ##, ''", "#, 30, 5, call.paused", "*, 0, #, ''", ", 30, A, call.paused"})
    void otherKeysPauseOnlyWhereTheKeypadDoes(String key, int seconds, String pressed, String expected)
            throws IOException {
        server.close();
        server = with(new PauseKeys(key, Duration.ofSeconds(seconds)));
        try (Phone phone = Phone.foreign(server, "CA1").started()) {
            press(phone, pressed);
            phone.socket.settle();

            assertThat(server.engine.types("CA1").stream()
                            .filter(type -> type.startsWith("call.p"))
                            .toList())
                    .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
        }
    }

    @Test
    void whatIsTypedIsNeitherLoggedNorKept() throws IOException {
        server.close();
        server = with(new PauseKeys("#", Duration.ofSeconds(30)));
        try (Phone phone = Phone.foreign(server, "CA1").started()) {
            for (String digit : TYPED.split("", TYPED.length())) {
                press(phone, digit);
            }
            phone.socket.text("{\"event\":\"dtmf\",\"dtmf\":{\"digit\":\"" + TYPED + "\",\"track\":\"north\"}}");
            phone.socket.text("{\"event\":\"dtmf\",\"dtmf\":{\"digit\":\"" + TYPED + "\",}}");
            phone.stops();
            phone.socket.settle();
        }

        assertThat(server.engine.data("dtmf")).hasSize(TYPED.length()).allSatisfy(event -> {
            assertThat(event.path("digit").asText()).isEqualTo("*");
        });
        assertThat(server.engine.events)
                .allSatisfy(event -> assertThat(new String(event.data(), StandardCharsets.UTF_8))
                        .doesNotContain(TYPED));
        assertThat(server.log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .isNotEmpty()
                .noneMatch(line -> line.contains(TYPED));
    }

    private static MediaServer with(PauseKeys keys) {
        return new MediaServer(
                CallWorld.rules(8, 4),
                MediaServer.account(TwilioAccount.ForeignStreams.SIGNED),
                MediaServer.limits(Duration.ofSeconds(30)),
                MediaServer.plan(null, null),
                keys);
    }

    private static void press(Phone phone, String digit) throws IOException {
        phone.socket.text("{\"event\":\"dtmf\",\"streamSid\":\"MZ1\",\"sequenceNumber\":\"5\",\"dtmf\":{\"track\":"
                + "\"inbound_track\",\"digit\":\"" + digit + "\"}}");
    }
}
