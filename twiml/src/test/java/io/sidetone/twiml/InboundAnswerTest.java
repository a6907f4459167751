package io.sidetone.twiml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InboundAnswerTest {
    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    private static final Announcement NOTICE = new Announcement("This call is transcribed.", "en-US", "Polly.Joanna");

    /** Names of the reports that open the gate; Twilio's default would be the last only. */
    private static final String ALL_EVENTS = "initiated ringing answered completed";

    @Test
    void announcesThenStreamsThenDials() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("session", "s_1");
        parameters.put("role.inbound", "caller");

        String twiml = new InboundAnswer(NOTICE, Samples.stream(parameters), Samples.dialing(Samples.NUMBER)).twiml();

        assertThat(twiml)
                .isEqualTo(HEAD + "<Response>"
                        + "<Say language=\"en-US\" voice=\"Polly.Joanna\">This call is transcribed.</Say>"
                        + "<Start><Stream name=\"legs\""
                        + " statusCallback=\"https://bridge.example.com/twilio/stream-status\" track=\"both_tracks\""
                        + " url=\"wss://bridge.example.com/twilio/media/tok-1\">"
                        + "<Parameter name=\"session\" value=\"s_1\"/>"
                        + "<Parameter name=\"role.inbound\" value=\"caller\"/></Stream></Start>"
                        + "<Dial action=\"https://bridge.example.com/twilio/dial-ended?session=s_1&amp;x=%26\""
                        + " timeout=\"20\"><Number statusCallback=\"https://bridge.example.com/twilio/call-status\""
                        + " statusCallbackEvent=\"" + ALL_EVENTS + "\">+15005550010</Number></Dial></Response>");
    }

    @Test
    void streamsTheCallersTrackAloneWhenEachLegHasItsOwnStream() {
        MediaStream inbound =
                new MediaStream("caller", Samples.MEDIA, MediaStream.Track.INBOUND, Map.of(), Samples.STREAM_STATUS);

        String twiml = new InboundAnswer(null, inbound, Samples.dialing(Samples.NUMBER)).twiml();

        assertThat(Xml.only(twiml, "Stream").getAttribute("track")).isEqualTo("inbound_track");
        assertThat(twiml).doesNotContain("<Say");
    }

    @Test
    void dialsAClientWithEveryReport() {
        var client = Xml.only(dialled(new DialTarget.Client("tech-anna")), "Client");

        assertThat(client.getTextContent()).isEqualTo("tech-anna");
        assertThat(client.getAttribute("statusCallback")).isEqualTo(Samples.CALL_STATUS.toString());
        assertThat(client.getAttribute("statusCallbackEvent")).isEqualTo(ALL_EVENTS);
    }

    @Test
    void dialsASipAddressWithEveryReport() {
        String address = "sip:tech@pbx.example.com;transport=tls?X-Team=a&X-B=%20";

        var sip = Xml.only(dialled(new DialTarget.Sip(address)), "Sip");

        assertThat(sip.getTextContent()).isEqualTo(address);
        assertThat(sip.getAttribute("statusCallback")).isEqualTo(Samples.CALL_STATUS.toString());
        assertThat(sip.getAttribute("statusCallbackEvent")).isEqualTo(ALL_EVENTS);
    }

    @Test
    void dialsAQueueWithoutReportsAsTwilioHasNoneForIt() {
        var queue = Xml.only(dialled(new DialTarget.Queue("support")), "Queue");

        assertThat(queue.getTextContent()).isEqualTo("support");
        assertThat(queue.getAttributes().getLength()).isZero();
    }

    @Test
    void showsTheCallerIdIfOneIsGiven() {
        Dialing dialing = new Dialing(
                Samples.NUMBER, Duration.ofSeconds(20), Samples.DIAL_ENDED, Samples.CALL_STATUS, "+15005550006");

        String twiml = new InboundAnswer(null, null, dialing).twiml();

        assertThat(Xml.only(twiml, "Dial").getAttribute("callerId")).isEqualTo("+15005550006");
    }

    @Test
    void connectsWithoutStreamAndWithoutAnnouncingOneWhenPlain() {
        InboundAnswer full = new InboundAnswer(NOTICE, Samples.stream(Map.of()), Samples.dialing(Samples.NUMBER));

        assertThat(full.plain().twiml()).startsWith(HEAD + "<Response><Dial ").doesNotContain("Stream", "Say");
    }

    @Test
    void isBusyWhenPlainWithNobodyToDial() {
        InboundAnswer full = new InboundAnswer(NOTICE, Samples.stream(Map.of()), null);

        assertThat(full.plain().twiml()).isEqualTo(HEAD + "<Response><Reject reason=\"busy\"/></Response>");
    }

    @Test
    void keepsTheCallUpForTwiliosFourHoursWhenThereIsNobodyToDial() {
        String twiml = new InboundAnswer(NOTICE, Samples.stream(Map.of()), null).twiml();

        assertThat(twiml).endsWith("</Start>" + "<Pause length=\"3600\"/>".repeat(4) + "</Response>");
    }

    @Test
    void hangsUpAfterAnAnnouncementAlone() {
        assertThat(new InboundAnswer(Announcement.of("We are closed."), null, null).twiml())
                .isEqualTo(HEAD + "<Response><Say>We are closed.</Say><Hangup/></Response>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"'<&>",
                "]]></Say><Dial>+1900</Dial><Say>",
                "<!-- & -->",
                "&amp;&#0;",
                "😀 grüße 日本",
                "tab\tline\nreturn\rend",
                "\u0085\u2028"
            })
    void carriesHostileTextUnchanged(String hostile) {
        Map<String, String> parameters = Map.of("from" + hostile, hostile);
        String twiml = new InboundAnswer(
                        new Announcement(hostile, hostile, null),
                        Samples.stream(parameters),
                        Samples.dialing(new DialTarget.Client(hostile)))
                .twiml();

        assertThat(Xml.only(twiml, "Say").getTextContent()).isEqualTo(hostile);
        assertThat(Xml.only(twiml, "Say").getAttribute("language")).isEqualTo(hostile);
        assertThat(Xml.only(twiml, "Client").getTextContent()).isEqualTo(hostile);
        assertThat(Xml.only(twiml, "Parameter").getAttribute("name")).isEqualTo("from" + hostile);
        assertThat(Xml.only(twiml, "Parameter").getAttribute("value")).isEqualTo(hostile);
    }

    /** Serializers are known to tear surrogate pairs apart where their buffers end. */
    @Test
    void carriesLongTextOutsideTheBasicPlane() {
        String faces = "x" + "😀".repeat(7_000);

        String twiml = new InboundAnswer(Announcement.of(faces), null, null).twiml();

        assertThat(Xml.only(twiml, "Say").getTextContent()).isEqualTo(faces);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\u001Bb", "a\uFFFEb", "a\uD800b", "a\uDC00b"})
    void refusesWhatXmlCannotCarryInOurOwnTextAndReplacesItInWhatCallersSend(String forbidden) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Announcement.of(forbidden))
                .withMessageContaining("position 1");
        assertThatIllegalArgumentException().isThrownBy(() -> new DialTarget.Client(forbidden));
        assertThatIllegalArgumentException().isThrownBy(() -> Samples.stream(Map.of(forbidden, "x")));

        String twiml = new InboundAnswer(null, Samples.stream(Map.of("from", forbidden)), null).twiml();

        assertThat(Xml.only(twiml, "Parameter").getAttribute("value")).isEqualTo("a\uFFFDb");
    }

    @Test
    void takesAParameterOf499CharactersAndRefusesOneMore() {
        String twiml = new InboundAnswer(null, Samples.stream(Map.of("name", "v".repeat(495))), null).twiml();

        assertThat(Xml.only(twiml, "Parameter").getAttribute("value")).hasSize(495);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Samples.stream(Map.of("name", "v".repeat(496))))
                .withMessageContaining("the stream parameter name has 500 characters");
    }

    @Test
    void refusesADocumentLargerThanTwilioTakesCountedInBytes() {
        assertThat(new InboundAnswer(Announcement.of("x".repeat(63_000)), null, null).twiml())
                .hasSizeGreaterThan(63_000);
        InboundAnswer tooLarge = new InboundAnswer(Announcement.of("ü".repeat(32_000)), null, null);

        assertThatIllegalArgumentException().isThrownBy(tooLarge::twiml).withMessageContaining("Twilio takes 64000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ws://bridge.example.com/media",
                "https://bridge.example.com/media",
                "/media",
                "wss:media",
                "wss://bridge.example.com/media?token=1",
                "wss://bridge.example.com/media#a",
                "wss://user:pass@bridge.example.com/media",
                "ws://127.0.0.1.example.com/media"
            })
    void refusesAStreamUrlThatTwilioWouldNotConnectTo(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Samples.streamTo(url))
                .withMessageContaining("the stream's url");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wss://bridge.example.com/media",
                "wss://bridge.example.com:8443/a/b",
                "ws://localhost:8080/media",
                "ws://127.0.0.1:8080/media",
                "ws://[::1]:8080/media"
            })
    void acceptsWssAnywhereAndWsOnLoopback(String url) {
        String twiml = new InboundAnswer(null, Samples.streamTo(url), null).twiml();

        assertThat(Xml.only(twiml, "Stream").getAttribute("url")).isEqualTo(url);
    }

    @Test
    void refusesRelativeCallbacks() {
        URI relative = URI.create("/twilio/dial-ended");

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new Dialing(Samples.NUMBER, Duration.ofSeconds(20), relative, Samples.CALL_STATUS, null))
                .withMessageContaining("dial-ended URL");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MediaStream("n", Samples.MEDIA, MediaStream.Track.BOTH, Map.of(), relative))
                .withMessageContaining("status callback");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT4S", "PT601S", "PT20.5S", "PT-20S"})
    void refusesATimeoutThatTwilioDoesNotTake(String timeout) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Dialing(
                        Samples.NUMBER, Duration.parse(timeout), Samples.DIAL_ENDED, Samples.CALL_STATUS, null))
                .withMessageContaining("from 5 to 600");
    }

    @Test
    void warmsUpWithValuesThatItsOwnChecksAccept() {
        assertThatCode(WarmUp::run).doesNotThrowAnyException();
    }

    private static String dialled(DialTarget target) {
        return new InboundAnswer(null, null, Samples.dialing(target)).twiml();
    }
}
