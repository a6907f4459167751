package io.sidetone.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.sidetone.call.Track;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages as Twilio sends them, and near misses. */
class TwilioMessageReaderTest {
    private final TwilioMessageReader reader = new TwilioMessageReader("#");

    @Test
    void connected() throws BadTwilioMessage {
        assertThat(read("{\"event\":\"connected\",\"protocol\":\"Call\",\"version\":\"1.0.0\"}"))
                .isEqualTo(new TwilioMessage.Noted("connected"));
    }

    @Test
    void start() throws BadTwilioMessage {
        assertThat(read("""
                {"event":"start","sequenceNumber":"1",
                 "start":{"accountSid":"AC00000000000000000000000000000001",
                  "streamSid":"MZ00000000000000000000000000000003","callSid":"CA00000000000000000000000000000002",
                  "tracks":["inbound","outbound"],
                  "mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1},
                  "customParameters":{"session":"s_7Qm","role.inbound":"customer"}},
                 "streamSid":"MZ00000000000000000000000000000003"}"""))
                .isEqualTo(new TwilioMessage.Start(
                        "MZ00000000000000000000000000000003",
                        "CA00000000000000000000000000000002",
                        "AC00000000000000000000000000000001",
                        List.of(Track.INBOUND, Track.OUTBOUND),
                        TwilioMessage.MediaFormat.MULAW_8K,
                        Map.of("session", "s_7Qm", "role.inbound", "customer")));
    }

    @Test
    void aStartWithoutParametersOrOuterSidAndWithNumbersAsText() throws BadTwilioMessage {
        TwilioMessage.Start start = (TwilioMessage.Start) read("""
                {"start":{"tracks":["outbound"],"callSid":"CA1","accountSid":"AC1","streamSid":"MZ1","news":{"a":[1]},
                  "mediaFormat":{"channels":"1","sampleRate":"8000","encoding":"audio/x-mulaw"}},"event":"start"}""");

        assertThat(start.streamSid()).isEqualTo("MZ1");
        assertThat(start.tracks()).containsExactly(Track.OUTBOUND);
        assertThat(start.format()).isEqualTo(TwilioMessage.MediaFormat.MULAW_8K);
        assertThat(start.parameters()).isEmpty();
    }

    @Test
    void mediaWithTextOrNumbersInAnyOrder() throws BadTwilioMessage {
        media(
                "{\"event\":\"media\",\"sequenceNumber\":\"7\",\"media\":{\"track\":\"outbound\",\"chunk\":\"3\","
                        + "\"timestamp\":\"62\",\"payload\":\"AQID\"},\"streamSid\":\"MZ1\"}",
                Track.OUTBOUND,
                62,
                1,
                2,
                3);
        media(
                "{\"streamSid\":\"MZ1\",\"media\":{\"payload\":\"/w==\",\"timestamp\":82,\"chunk\":4,"
                        + "\"track\":\"inbound\"},\"sequenceNumber\":8,\"event\":\"media\"}",
                Track.INBOUND,
                82,
                -1);
    }

    @Test
    void mediaAmongThingsNobodyKnows() throws BadTwilioMessage {
        media(
                "{\"a\":null,\"b\":[[[{\"event\":\"stop\"}]]],\"event\":\"media\",\"media\":{\"x\":{\"payload\":\"!!\"},"
                        + "\"track\":\"inbound\",\"y\":[1,2],\"timestamp\":\"0\",\"payload\":\"\",\"z\":1.5e300}}",
                Track.INBOUND,
                0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 80, 160, 4_000, 49_000})
    void payloadsOfAnyLength(int length) throws BadTwilioMessage {
        byte[] audio = new byte[length];
        for (int i = 0; i < length; i++) {
            audio[i] = (byte) i;
        }
        media(
                media("inbound", "\"5\"", "\"" + Base64.getEncoder().encodeToString(audio) + "\""),
                Track.INBOUND,
                5,
                ints(audio));
    }

    @Test
    void anEscapedPayloadIsTheSame() throws BadTwilioMessage {
        media(media("inbound", "\"5\"", "\"\\/w\\u003d=\""), Track.INBOUND, 5, -1);
    }

    @Test
    void stopDtmfAndMark() throws BadTwilioMessage {
        assertThat(read("{\"event\":\"stop\",\"sequenceNumber\":\"9\",\"stop\":{\"callSid\":\"CA1\"}}"))
                .isEqualTo(new TwilioMessage.Stop());
        assertThat(read("{\"event\":\"dtmf\",\"dtmf\":{\"track\":\"inbound_track\",\"digit\":\"1\"}}"))
                .isEqualTo(new TwilioMessage.Dtmf(Track.INBOUND, false));
        assertThat(read("{\"event\":\"dtmf\",\"dtmf\":{\"digit\":\"#\",\"track\":\"inbound_track\"}}"))
                .isEqualTo(new TwilioMessage.Dtmf(Track.INBOUND, true));
        assertThat(read("{\"event\":\"mark\",\"mark\":{\"name\":\"utt-12\"}}"))
                .isEqualTo(new TwilioMessage.Noted("mark"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"event\":\"weather\"}",
                "{\"event\":\"weather\",\"media\":\"none\"}",
                "{\"event\":\"weather\",\"media\":{\"track\":\"sideways\",\"timestamp\":[1],\"payload\":{\"a\":\"!\"}}}",
                "{\"media\":{\"payload\":\"!\",\"track\":\"inbound\"},\"event\":\"weather\",\"start\":[]}"
            })
    void unknownEventsAreKnownToBeUnknownWhateverTheyCarry(String text) throws BadTwilioMessage {
        assertThat(read(text)).isEqualTo(new TwilioMessage.Unknown("weather"));
    }

    @Test
    void ofAFieldGivenTwiceTheLastCounts() throws BadTwilioMessage {
        media(
                "{\"event\":\"stop\",\"event\":\"media\",\"media\":{\"track\":\"outbound\",\"track\":\"inbound\","
                        + "\"timestamp\":1,\"timestamp\":2,\"payload\":\"AQID\",\"payload\":\"BA==\"}}",
                Track.INBOUND,
                2,
                4);
    }

    @Test
    void aMessageLeavesNothingToTheNext() throws BadTwilioMessage {
        read(media("inbound", "5", "\"AQID\""));

        refused("{\"event\":\"media\"}", "/media/track: nothing (expected: track, timestamp and payload)");
        refused("{\"event\":\"media\",\"media\":{\"track\":\"inbound\",\"timestamp\":5}}", "/media/payload: nothing");
        refused("{\"media\":{\"track\":\"inbound\",\"timestamp\":5,\"payload\":\"!\"},\"event\":\"media\"}", "payload");
        media(media("inbound", "5", "\"BA==\""), Track.INBOUND, 5, 4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "|no JSON object",
                "x|not JSON",
                "[]|no JSON object",
                "7|no JSON object",
                "\"media\"|no JSON object",
                "null|no JSON object",
                "{}|/event: nothing (expected: a string such as \"media\")",
                "{\"event\":7}|/event: VALUE_NUMBER_INT (expected: a string)",
                "{\"event\":null}|/event: VALUE_NULL",
                "{\"event\":{\"event\":\"stop\"}}|/event: START_OBJECT",
                "{\"event\":\"stop\"|JSON",
                "{\"event\":\"stop\"}{}|something behind the JSON object",
                "{\"event\":\"stop\",}|JSON",
                "{'event':'stop'}|JSON",
                "{\"event\":\"media\",\"media\":7}|/media: VALUE_NUMBER_INT (expected: an object)",
                "{\"event\":\"media\",\"media\":{\"track\":\"both\"}}|/media/track: \"both\" (expected: inbound or outbound)",
                "{\"event\":\"media\",\"media\":{\"track\":1}}|/media/track: VALUE_NUMBER_INT",
                "{\"event\":\"dtmf\"}|/dtmf/track: \"\" (expected: inbound or outbound)",
                "{\"event\":\"dtmf\",\"dtmf\":[]}|/dtmf/track",
                "{\"event\":\"start\"}|streamSid: nothing (expected: a string)",
                "{\"event\":\"start\",\"start\":9}|streamSid: nothing",
                "{\"event\":\"start\",\"streamSid\":\"MZ1\",\"start\":{\"callSid\":7}}|callSid: \"7\" (expected: a string)",
                "{\"event\":\"start\",\"streamSid\":\"MZ1\",\"start\":{\"callSid\":\"a\\nb\"}}|callSid: ",
                "{\"event\":\"start\",\"streamSid\":\"../x\",\"start\":{}}|streamSid: \"../x\" (expected: 2 to 64",
            })
    void nearMissesSayWhatIsWrong(String text, String problem) {
        refused(text == null ? "" : text, problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "\"-1\"",
                "1.5",
                "\"1.5\"",
                "\"\"",
                "\" 5\"",
                "\"5a\"",
                "true",
                "null",
                "[]",
                "{}",
                "1e3",
                "99999999999999999999999",
                "\"99999999999999999999999\"",
                "9223372036854775807",
                "\"999999999999999999\"",
                "604800001",
                "\"\u0665\""
            })
    void timesThatAreNoneAreRefused(String timestamp) {
        refused(media("inbound", timestamp, "\"AA==\""), "");
    }

    @Test
    void aTimeOfAWeekIsTheLatest() throws BadTwilioMessage {
        media(media("inbound", "604800000", "\"AA==\""), Track.INBOUND, 604_800_000, 0);
    }

    @Test
    void textThatIsNotUtf8IsRefused() {
        refused(new byte[] {'{', '"', (byte) 0xC3, '(', '"', ':', '1', '}'});
        refused(new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 0, '{', 0, 0, 0, 0, 0, 0x7F, 0x7F});
        refused(new byte[] {0, 0, 0, '{', 0x7F, 0x7F, 0x7F, 0x7F}); // looks like UTF-32
        refused(new byte[] {0, '{', (byte) 0xD8, 0}); // looks like UTF-16
    }

    @Test
    void whatIsNestedDeeplyIsRefused() {
        refused("{\"event\":\"start\",\"start\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}", "");
        refused("{\"event\":\"x\",\"y\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}", "");
    }

    @Test
    void quotesAreShort() {
        assertThatThrownBy(() -> read(media("t".repeat(5_000), "5", "\"\"")))
                .isInstanceOf(BadTwilioMessage.class)
                .satisfies(e -> assertThat(String.valueOf(e.getMessage())).hasSizeLessThan(150));
    }

    static String media(String track, String timestamp, String payload) {
        return "{\"event\":\"media\",\"media\":{\"track\":\"" + track + "\",\"timestamp\":" + timestamp
                + ",\"payload\":" + payload + "}}";
    }

    private void media(String text, Track track, long timestampMs, int... audio) throws BadTwilioMessage {
        TwilioMessage.Media media = (TwilioMessage.Media) read(text);
        assertThat(media.track()).isEqualTo(track);
        assertThat(media.timestampMs()).isEqualTo(timestampMs);
        assertThat(ints(ByteBufUtil.getBytes(media.muLaw()))).isEqualTo(audio);
    }

    private static int[] ints(byte[] bytes) {
        int[] ints = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            ints[i] = bytes[i];
        }
        return ints;
    }

    private void refused(String text, String problem) {
        assertThatThrownBy(() -> read(text))
                .as(text.length() > 200 ? "a long one" : text)
                .isInstanceOf(BadTwilioMessage.class)
                .hasMessageContaining(problem)
                .hasMessageContaining("expected: ");
    }

    private void refused(byte[] bytes) {
        assertThatThrownBy(() -> reader.read(Unpooled.wrappedBuffer(bytes))).isInstanceOf(BadTwilioMessage.class);
    }

    private TwilioMessage read(String text) throws BadTwilioMessage {
        return reader.read(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    }
}
