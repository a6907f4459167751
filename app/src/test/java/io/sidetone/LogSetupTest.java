package io.sidetone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidetone.speech.OfCall;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a log's line says and what not, in both formats. A context of its own leaves the tests' log alone. */
class LogSetupTest {
    private static final String ID = "CA00000000000000000000000000000001";

    private final LoggerContext context = new LoggerContext();
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();

    private Logger log(boolean json) {
        context.setMDCAdapter(new LogbackMDCAdapter());
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        appender.setEncoder(LogSetup.encoder(json, context));
        appender.setOutputStream(lines);
        appender.start();
        Logger log = context.getLogger("test");
        log.addAppender(appender);
        return log;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noPhoneNumberStandsInAnyPartOfALine(boolean json) {
        IOException cause = new IOException("no route to sip:+15005550003@example.com");
        Exception failure = new IllegalStateException("calling +15005550002 failed", cause);

        log(json).warn("call {}: from {} at {}", ID, "+15005550001", "/twilio/voice?To=%2B4930123456", failure);

        assertThat(lines.toString(UTF_8))
                .contains(ID)
                .contains("from +*********01 at ")
                .contains("voice?To=%2B********56")
                .contains("calling +*********02 failed")
                .contains("sip:+*********03@example.com")
                .doesNotContain("1500555", "493012");
    }

    @Test
    void aLineOfACallHasTheCallAndTheLegAsFields() throws IOException {
        OfCall leg = new OfCall() {
            @Override
            public String callId() {
                return ID;
            }

            @Override
            public String role() {
                return "technician";
            }

            @Override
            public String toString() {
                return "the leg";
            }
        };
        log(true).info("{}: live ({})", leg, "Deepgram");

        JsonNode line = new ObjectMapper().readTree(lines.toByteArray());
        assertThat(line.path("kvpList").toString())
                .isEqualTo("[{\"callId\":\"" + ID + "\"},{\"role\":\"technician\"}]");
        assertThat(line.path("formattedMessage").asText()).isEqualTo("the leg: live (Deepgram)");
    }

    @Test
    void aJsonLineStaysJsonWithItsTimestamp() throws IOException {
        long before = System.currentTimeMillis();
        log(true).info("from +15005550001");

        JsonNode line = new ObjectMapper().readTree(lines.toByteArray());
        assertThat(line.path("timestamp").asLong()).isGreaterThanOrEqualTo(before);
        assertThat(line.path("formattedMessage").asText()).isEqualTo("from +*********01");
    }
}
