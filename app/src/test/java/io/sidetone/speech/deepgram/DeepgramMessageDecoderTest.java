package io.sidetone.speech.deepgram;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every message of Deepgram's v1, as it writes them, and what nobody should write. */
class DeepgramMessageDecoderTest {

    @Test
    void aFinalWithWords() {
        assertThat(decode("""
                {"type":"Results","channel_index":[0,1],"start":7.25,"duration":1.75,"is_final":true,
                 "speech_final":true,"from_finalize":true,
                 "channel":{"alternatives":[{"transcript":"Close the valve.","confidence":0.9921,
                   "languages":["en","es"],"words":[
                   {"word":"close","punctuated_word":"Close","start":7.4,"end":7.72,"confidence":0.99,"language":"en"},
                   {"word":"the","start":7.72,"end":7.8,"confidence":0.98},
                   {"word":"valve","punctuated_word":"valve.","start":7.8,"end":8.31,"confidence":0.97}]}]},
                 "metadata":{"request_id":"aa-bb","model_uuid":"cc","model_info":{"name":"general-nova-3",
                   "version":"2026-05-01.0","arch":"nova-3"},"extra":{"leg":"inbound"}},
                 "languages_hinted":[],"from_the_future":{"a":[1]}}"""))
                .isEqualTo(new DeepgramMessage.Results(
                        7.25,
                        1.75,
                        true,
                        true,
                        true,
                        "Close the valve.",
                        0.9921,
                        List.of("en", "es"),
                        List.of(
                                new DeepgramMessage.Word("Close", 7.4, 7.72, 0.99, "en"),
                                new DeepgramMessage.Word("the", 7.72, 7.8, 0.98, null),
                                new DeepgramMessage.Word("valve.", 7.8, 8.31, 0.97, null)),
                        "aa-bb",
                        "general-nova-3"));
    }

    @Test
    void aResultWithNearlyEverythingMissing() {
        assertThat(decode("{\"type\":\"Results\"}"))
                .isEqualTo(new DeepgramMessage.Results(
                        0, 0, false, false, false, "", 0, List.of(), List.of(), null, null));
    }

    @Test
    void aWordWithoutTimesStandsWhereItsResultBegins() {
        DeepgramMessage.Results results = (DeepgramMessage.Results)
                decode(
                        "{\"type\":\"Results\",\"start\":3.5,\"channel\":{\"alternatives\":[{\"words\":[{\"word\":\"so\"}]}]}}");

        assertThat(results.words()).containsExactly(new DeepgramMessage.Word("so", 3.5, 3.5, 0, null));
    }

    @Test
    void valuesOfTheWrongKindCountAsMissing() {
        assertThat(decode("""
                {"type":"Results","start":"soon","duration":null,"is_final":[],"metadata":7,
                 "channel":{"alternatives":[{"transcript":{},"words":"none","languages":4}]}}"""))
                .isEqualTo(new DeepgramMessage.Results(
                        0, 0, false, false, false, "", 0, List.of(), List.of(), null, null));
    }

    @Test
    void theSummary() {
        assertThat(decode("""
                {"type":"Metadata","transaction_key":"deprecated","request_id":"aa-bb","sha256":"00",
                 "created":"2026-11-20T10:15:30.123Z","duration":61.44,"channels":1,"models":["cc"],
                 "model_info":{"cc":{"name":"general-nova-3"}}}""")).isEqualTo(new DeepgramMessage.Metadata("aa-bb", 61.44, 1));
    }

    @Test
    void theSmallOnes() {
        assertThat(decode("{\"type\":\"SpeechStarted\",\"channel\":[0,1],\"timestamp\":12.5}"))
                .isEqualTo(new DeepgramMessage.SpeechStarted(12.5));
        assertThat(decode("{\"type\":\"UtteranceEnd\",\"channel\":[0,1],\"last_word_end\":-1}"))
                .isEqualTo(new DeepgramMessage.UtteranceEnd(-1));
        assertThat(decode("{\"type\":\"Error\",\"variant\":\"SchemaError\",\"description\":\"no\",\"message\":\"x\"}"))
                .isEqualTo(new DeepgramMessage.Error("SchemaError", null, "no"));
        assertThat(decode("{\"type\":\"Error\",\"code\":\"KeytermsNotSupported\",\"description\":\"no\"}"))
                .isEqualTo(new DeepgramMessage.Error("", "KeytermsNotSupported", "no"));
        assertThat(decode("{\"type\":\"Warning\",\"description\":\"slow\"}"))
                .isEqualTo(new DeepgramMessage.Warning("", null, "slow"));
        assertThat(decode("{\"type\":\"ConfigureSuccess\",\"request_id\":\"r\",\"keyterms\":[]}"))
                .isEqualTo(new DeepgramMessage.ConfigureSuccess());
        assertThat(decode("{\"type\":\"ConfigureFailure\",\"description\":\"too many\"}"))
                .isEqualTo(new DeepgramMessage.ConfigureFailure("too many"));
    }

    @Test
    void whatDidNotExistYetIsUnknown() {
        assertThat(decode("{\"type\":\"Weather\",\"rain\":true}")).isEqualTo(new DeepgramMessage.Unknown("Weather"));
        assertThat(decode("{}")).isEqualTo(new DeepgramMessage.Unknown(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "hello", "[1]", "\"Results\"", "17", "null", "{\"type\":", "{\"type\":\"Res"})
    void whatIsNotAnObjectIsGarbage(String text) {
        assertThat(decode(text)).isInstanceOf(DeepgramMessage.Garbage.class);
    }

    @Test
    void garbageIsNotQuoted() {
        assertThat(decode("{\"transcript\":\"secret\" secret}").toString()).doesNotContain("secret");
    }

    @Test
    void bytesThatAreNotTextAreGarbage() {
        assertThat(new DeepgramMessageDecoder()
                        .decode(Unpooled.wrappedBuffer(new byte[] {'{', '"', (byte) 0xC3, (byte) 0x28, 0})))
                .isInstanceOf(DeepgramMessage.Garbage.class);
    }

    @Test
    void aBottomlessMessageIsGarbage() {
        assertThat(decode("{\"type\":" + "[".repeat(100_000))).isInstanceOf(DeepgramMessage.Garbage.class);
    }

    private static DeepgramMessage decode(String json) {
        ByteBuf text = Unpooled.copiedBuffer(json, StandardCharsets.UTF_8);
        return new DeepgramMessageDecoder().decode(text);
    }
}
