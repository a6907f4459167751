package io.sidetone.sim.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwimlReaderTest {
    private static final URI BASE = URI.create("https://bridge.example.com/twilio/voice");

    @Test
    void readsWhatABridgeAnswers() throws Exception {
        List<Verb> verbs = read("""
                <Say language="en-US">This call is transcribed.</Say>
                <Start><Stream name="legs" url="wss://bridge.example.com/twilio/media/abc" track="both_tracks"
                    statusCallback="https://bridge.example.com/twilio/stream-status">
                  <Parameter name="session" value="s_1 &amp; more"/><Parameter name="gate" value="answered"/>
                </Stream></Start>
                <Dial timeout="20" action="/twilio/dial-ended">
                  <Number statusCallback="/twilio/call-status" statusCallbackEvent="answered completed">+1500</Number>
                  <Client><Identity>anna</Identity><Parameter name="a" value="b"/></Client>
                  <Sip>sip:tech@pbx.example.com</Sip>
                </Dial>
                <Pause length="3"/><Stop><Stream name="legs"/></Stop><Redirect>again</Redirect><Hangup/>""");

        assertThat(verbs)
                .containsExactly(
                        new Verb.Say("This call is transcribed."),
                        new Verb.Start(new StreamOrder(
                                URI.create("wss://bridge.example.com/twilio/media/abc"),
                                "legs",
                                EnumSet.allOf(Track.class),
                                Map.of("session", "s_1 & more", "gate", "answered"),
                                URI.create("https://bridge.example.com/twilio/stream-status"))),
                        new Verb.Dial(
                                URI.create("https://bridge.example.com/twilio/dial-ended"),
                                Duration.ofSeconds(20),
                                List.of(
                                        new Verb.Callee(
                                                "+1500",
                                                URI.create("https://bridge.example.com/twilio/call-status"),
                                                Set.of("answered", "completed")),
                                        new Verb.Callee("client:anna", null, Set.of("completed")),
                                        new Verb.Callee("sip:tech@pbx.example.com", null, Set.of("completed")))),
                        new Verb.Pause(Duration.ofSeconds(3)),
                        new Verb.Stop("legs"),
                        new Verb.Redirect(URI.create("https://bridge.example.com/twilio/again")),
                        new Verb.Hangup());
    }

    @Test
    void defaultsAreTwilios() throws Exception {
        assertThat(read("<Start><Stream url=\"/media\"/></Start><Dial>+1500</Dial><Pause/><Gather/>"))
                .containsExactly(
                        new Verb.Start(new StreamOrder(
                                URI.create("wss://bridge.example.com/media"),
                                null,
                                EnumSet.of(Track.INBOUND),
                                Map.of(),
                                null)),
                        new Verb.Dial(null, Duration.ofSeconds(30), List.of(new Verb.Callee("+1500", null, Set.of()))),
                        new Verb.Pause(Duration.ofSeconds(1)),
                        new Verb.Skipped("Gather"));
    }

    @Test
    void aDocumentCannotReachOutOfItself() {
        assertThatThrownBy(() -> new TwimlReader(BASE).read("""
                        <!DOCTYPE Response [<!ENTITY passwd SYSTEM "file:///etc/passwd">]>
                        <Response><Say>&passwd;</Say></Response>"""))
                .isInstanceOf(BadTwiml.class)
                .hasMessageContaining("DOCTYPE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<Say>                                                      | no TwiML",
                "<Start><Stream track=\"both\" url=\"wss://a/b\"/></Start>  | 31941",
                "<Start><Stream url=\"https://a/b\"/></Start>               | 31922",
                "<Start><Stream url=\"wss://a/b c\"/></Start>               | 31923",
                "<Start><Stream/></Start>                                   | <Stream>: no url",
                "<Dial timeout=\"soon\">+1500</Dial>                        | whole seconds",
                "<Dial/>                                                    | nobody to dial",
                "<Dial><WhatsApp>+1</WhatsApp></Dial>                       | not simulated",
            })
    void whatTwilioWouldRefuseIsRefusedWithTheReason(String verbs, String reason) {
        assertThatThrownBy(() -> read(verbs)).isInstanceOf(BadTwiml.class).hasMessageContaining(reason);
    }

    @Test
    void limitsAreTwilios() {
        assertThatThrownBy(() -> read("<Say>" + "x".repeat(64 * 1024) + "</Say>"))
                .isInstanceOf(BadTwiml.class)
                .hasMessageContaining("65536");
        assertThatThrownBy(() -> read("<Start><Stream url=\"wss://a/b\"><Parameter name=\"p\" value=\""
                        + "x".repeat(499) + "\"/></Stream></Start>"))
                .isInstanceOf(BadTwiml.class)
                .hasMessageContaining("500");
    }

    @Test
    void anotherRootIsNoTwiml() {
        assertThatThrownBy(() -> new TwimlReader(BASE).read("<html/>"))
                .isInstanceOf(BadTwiml.class)
                .hasMessageContaining("<html> (expected: <Response>)");
    }

    private static List<Verb> read(String verbs) throws BadTwiml {
        return new TwimlReader(BASE).read("<Response>" + verbs + "</Response>");
    }
}
