package io.sidetone.twiml;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AfterDialTest {
    private static final String HANGUP = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Hangup/></Response>";
    private static final AfterDial TO_CLIENT = new AfterDial(Fallback.parse("client:desk-2"));

    @ParameterizedTest
    @ValueSource(strings = {"completed", "answered", "something-new"})
    void endsTheCallOfACallerWhoWasConnected(String status) {
        assertThat(answer(TO_CLIENT, status, false)).isEqualTo(HANGUP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"busy", "no-answer", "failed", "canceled"})
    void dialsTheFallbackForACallerWhoWasNot(String status) {
        String twiml = answer(TO_CLIENT, status, false);

        assertThat(Xml.only(twiml, "Client").getTextContent()).isEqualTo("desk-2");
        assertThat(Xml.only(twiml, "Client").getAttribute("statusCallbackEvent"))
                .isEqualTo("initiated ringing answered completed");
        assertThat(Xml.only(twiml, "Dial").getAttribute("timeout")).isEqualTo("20");
        assertThat(twiml).doesNotContain("<Start");
    }

    @ParameterizedTest
    @ValueSource(strings = {"busy", "no-answer", "failed", "canceled", "completed"})
    void triesTheFallbackOnceOnly(String status) {
        String first = answer(TO_CLIENT, "busy", false);
        URI action = URI.create(Xml.only(first, "Dial").getAttribute("action"));

        assertThat(action).hasToString(Samples.DIAL_ENDED + "&fallback=used");
        assertThat(answer(TO_CLIENT, status, AfterDial.fallbackUsed(action.getRawQuery())))
                .isEqualTo(HANGUP);
    }

    @Test
    void marksADialEndedUrlThatHasNoQuery() {
        Dialing bare = new Dialing(
                Samples.NUMBER,
                Samples.dialing(Samples.NUMBER).timeout(),
                URI.create("https://h.example/ended"),
                Samples.CALL_STATUS,
                "+15005550006");

        String twiml = TO_CLIENT.twiml(ended("busy"), false, bare);

        assertThat(Xml.only(twiml, "Dial").getAttribute("action")).isEqualTo("https://h.example/ended?fallback=used");
        assertThat(Xml.only(twiml, "Dial").getAttribute("callerId")).isEqualTo("+15005550006");
    }

    @Test
    void saysTheLastWordAndEndsTheCall() {
        String twiml = answer(new AfterDial(Fallback.parse("say: Please call again & again.")), "busy", false);

        assertThat(Xml.only(twiml, "Say").getTextContent()).isEqualTo("Please call again & again.");
        assertThat(twiml).endsWith("</Say><Hangup/></Response>");
    }

    @Test
    void endsTheCallWithoutAFallback() {
        assertThat(answer(new AfterDial(null), "busy", false)).isEqualTo(HANGUP);
    }

    @Test
    void recognizesTheMarkAsAWholeParameterOnly() {
        assertThat(AfterDial.fallbackUsed("a=b&fallback=used&c=d")).isTrue();
        assertThat(AfterDial.fallbackUsed("notfallback=used")).isFalse();
        assertThat(AfterDial.fallbackUsed("fallback=used2")).isFalse();
        assertThat(AfterDial.fallbackUsed(null)).isFalse();
    }

    private static String answer(AfterDial afterDial, String status, boolean fallbackUsed) {
        return afterDial.twiml(ended(status), fallbackUsed, Samples.dialing(Samples.NUMBER));
    }

    private static DialEnded ended(String status) {
        return new DialEnded("CA1", "AC1", status, null);
    }
}
