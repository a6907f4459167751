package io.sidetone.twiml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TwilioStreamControlTest {
    private static final String ACCOUNT = "AC00000000000000000000000000000001";
    private static final String CALL = "CA00000000000000000000000000000002";
    private static final String STREAM = "MZ00000000000000000000000000000003";
    private static final String STREAMS = "/twilio-api/2010-04-01/Accounts/" + ACCOUNT + "/Calls/" + CALL + "/Streams";
    private static final String ANSWER = """
            {"account_sid":"%s","call_sid":"%s","sid":"%s","name":"legs","status":"%s",
             "date_updated":"Thu, 02 Jan 2025 03:04:05 +0000","uri":"/somewhere.json","new_field":1}""";

    private RestPlayer twilio;
    private TwilioStreamControl control;

    @BeforeEach
    void open() throws IOException {
        twilio = new RestPlayer();
        control = new TwilioStreamControl(ACCOUNT, "the-token", twilio.url(), Duration.ofSeconds(20));
    }

    @AfterEach
    void close() {
        twilio.close();
    }

    @Test
    void startsAStreamWithAllItsFields() {
        twilio.answerWith(201, ANSWER.formatted(ACCOUNT, CALL, STREAM, "in-progress"));
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("session", "s_1");
        parameters.put("label.x", "a&b=ü 😀");

        assertThat(control.start(CALL, Samples.stream(parameters))).isEqualTo(STREAM);

        RestPlayer.Asked asked = twilio.asked().get(0);
        String credentials = ACCOUNT + ":the-token";
        assertThat(asked.method() + " " + asked.path()).isEqualTo("POST " + STREAMS + ".json");
        assertThat(asked.authorization())
                .isEqualTo(
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.US_ASCII)));
        assertThat(asked.form())
                .isEqualTo(Samples.form("Url=wss://bridge.example.com/twilio/media/tok-1&Name=legs&Track=both_tracks"
                        + "&StatusCallback=https://bridge.example.com/twilio/stream-status"
                        + "&Parameter1.Name=session&Parameter1.Value=s_1"
                        + "&Parameter2.Name=label.x&Parameter2.Value=a%26b%3Dü+😀"));
    }

    @Test
    void takes99ParametersAndRefuses100() {
        twilio.answerWith(201, ANSWER.formatted(ACCOUNT, CALL, STREAM, "in-progress"));
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 1; i <= 99; i++) {
            parameters.put("p" + i, "v" + i);
        }

        assertThat(control.start(CALL, Samples.stream(parameters))).isEqualTo(STREAM);
        assertThat(twilio.asked().get(0).field("Parameter99.Name")).isEqualTo("p99");
        assertThat(twilio.asked().get(0).field("Parameter99.Value")).isEqualTo("v99");

        parameters.put("p100", "v100");
        MediaStream tooMany = Samples.stream(parameters);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> control.start(CALL, tooMany))
                .withMessageContaining("100 parameters");
    }

    @Test
    void stopsAStreamByItsName() {
        twilio.answerWith(200, ANSWER.formatted(ACCOUNT, CALL, STREAM, "stopped"));

        control.stop(CALL, "legs");

        RestPlayer.Asked asked = twilio.asked().get(0);
        assertThat(asked.path()).isEqualTo(STREAMS + "/legs.json");
        assertThat(asked.form()).isEqualTo(Samples.form("Status=stopped"));
    }

    @Test
    void tellsTwiliosReasonForARefusal() {
        twilio.answerWith(
                404, "{\"code\":20404,\"message\":\"The call was not found\",\"more_info\":\"x\",\"status\":404}");

        StreamControlException refusal = startFails();

        assertThat(refusal.status()).isEqualTo(404);
        assertThat(refusal.code()).isEqualTo(20404);
        assertThat(refusal.retryable()).isFalse();
        assertThat(refusal).hasMessageContaining("The call was not found").hasMessageContaining(CALL);
        assertThat(refusal.toString()).doesNotContain("the-token");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void asksOnceAndLeavesRetriesToTheCaller(int status) {
        twilio.answerWith(status, "{\"code\":20001,\"message\":\"later\",\"status\":" + status + "}");

        StreamControlException refusal = startFails();

        assertThat(refusal.status()).isEqualTo(status);
        assertThat(refusal.retryable()).isTrue();
        assertThat(twilio.asked()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>Bad Gateway</html>", "", "[]"})
    void keepsTheStatusOfAnAnswerThatIsNotTwilios(String body) {
        twilio.answerWith(502, body);

        StreamControlException refusal = startFails();

        assertThat(refusal.status()).isEqualTo(502);
        assertThat(refusal.code()).isZero();
        assertThat(refusal.retryable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"not json", "{}", "", "null"})
    void failsOnASuccessThatNamesNoStream(String body) {
        twilio.answerWith(201, body);

        StreamControlException failure = startFails();

        assertThat(failure.status()).isZero();
        assertThat(failure).hasMessageContaining("starting the stream legs on " + CALL + " failed");
    }

    @Test
    void doesNotFollowRedirects() {
        twilio.answerWith(301, "");

        assertThat(startFails().status()).isEqualTo(301);
        assertThat(twilio.asked()).hasSize(1);
    }

    @Test
    void saysWhenNobodyAnswers() {
        URI gone = twilio.url();
        twilio.close();
        var alone = new TwilioStreamControl(ACCOUNT, "the-token", gone, Duration.ofSeconds(20));

        StreamControlException refusal =
                catchThrowableOfType(StreamControlException.class, () -> alone.stop(CALL, "legs"));

        assertThat(refusal.status()).isZero();
        assertThat(refusal.retryable()).isTrue();
        assertThat(refusal).hasMessageContaining(gone.getHost());
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../x", "a/b", "", "a b", "a%2Fb"})
    void refusesNamesThatWouldReachAnotherResource(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> control.stop(CALL, name));
        assertThatIllegalArgumentException().isThrownBy(() -> control.stop(name, "legs"));
        assertThat(twilio.asked()).isEmpty();
    }

    private StreamControlException startFails() {
        MediaStream stream = Samples.stream(Map.of());
        return catchThrowableOfType(StreamControlException.class, () -> control.start(CALL, stream));
    }
}
