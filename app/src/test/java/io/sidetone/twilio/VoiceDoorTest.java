package io.sidetone.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidetone.call.CallWorld;
import io.sidetone.twiml.DialTarget;
import io.sidetone.twiml.Fallback;
import io.sidetone.twiml.RequestSigner;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** Twilio's webhooks over a real socket: the answer, the callbacks and what they do to the gate. */
class VoiceDoorTest {
    private final MediaServer server = new MediaServer(
            CallWorld.rules(8, 1),
            MediaServer.account(TwilioAccount.ForeignStreams.SIGNED),
            MediaServer.limits(Duration.ofSeconds(30)),
            MediaServer.plan(
                    new DialTarget.Client("desk"), new Fallback.Dial(new DialTarget.PhoneNumber("+15005550006"))));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theAnswerStreamsBothSidesAndThenDials() throws Exception {
        Document answer = twiml(post("/twilio/voice", Forms.voice()));
        Element stream = only(answer, "Stream");

        assertThat(stream.getAttribute("url")).matches("wss://bridge.example.com/twilio/media/[0-9A-Za-z]{32}");
        assertThat(stream.getAttribute("track")).isEqualTo("both_tracks");
        assertThat(stream.getAttribute("statusCallback")).isEqualTo("https://bridge.example.com/twilio/stream-status");
        Map<String, String> parameters = parameters(answer);
        String session = parameters.getOrDefault("session", "");
        assertThat(session).matches("s_[0-9A-Za-z]{16}");
        assertThat(parameters)
                .containsEntry("gate", "answered")
                .containsEntry("role.inbound", "technician")
                .containsEntry("role.outbound", "agent")
                .containsEntry("from", "+15550100001")
                .containsEntry("to", "+15550100002")
                .containsEntry("direction", "inbound")
                .containsEntry("label.queue", "support");
        assertThat(only(answer, "Dial").getAttribute("action"))
                .isEqualTo("https://bridge.example.com/twilio/dial-ended?session=" + session);
        assertThat(only(answer, "Client").getAttribute("statusCallback"))
                .isEqualTo("https://bridge.example.com/twilio/call-status?session=" + session);
        assertThat(only(answer, "Client").getAttribute("statusCallbackEvent"))
                .isEqualTo("initiated ringing answered completed");
    }

    @Test
    void theStreamOfTheAnswerOpensTheCallOfTheAnswer() throws Exception {
        try (Phone phone = answered()) {
            phone.socket.settle();

            assertThat(server.engine.data("call.started")).hasSize(1);
            assertThat(server.engine.data("call.started").get(0).path("callId").asText())
                    .startsWith("s_");
        }
    }

    @Test
    void aFullHouseStillConnectsTheCaller() throws Exception {
        try (Phone phone = Phone.foreign(server, "CA9").started()) {
            String text = post("/twilio/voice", Forms.voice());

            assertThat(text).startsWith("HTTP/1.1 200 ").doesNotContain("<Stream");
            assertThat(only(twiml(text), "Client").getTextContent()).isEqualTo("desk");
            phone.socket.settle();
        }
    }

    @Test
    void aDrainingHouseStillConnectsTheCaller() throws Exception {
        server.calls.drain();

        assertThat(post("/twilio/voice", Forms.voice()))
                .startsWith("HTTP/1.1 200 ")
                .contains("<Dial")
                .doesNotContain("<Stream");
    }

    /** Its TwiML was on the way when the order to drain came. */
    @Test
    void aCallThatWasAnsweredBeforeTheHouseClosedStillGetsItsStream() throws Exception {
        MintedCalls.Minted answered = Objects.requireNonNull(server.minted.mint("CA8"));
        server.calls.close();
        assertThat(post("/twilio/voice", Forms.voice())).doesNotContain("<Stream");
        assertThat(server.minted.waiting()).isEqualTo(1);

        try (Phone phone = Phone.minted(server, answered).started()) {
            phone.socket.settle();
            assertThat(server.minted.waiting()).isZero();
            assertThat(server.calls.find(answered.callId())).isNotNull();
        }
        MintedCalls.Minted tooLate = Objects.requireNonNull(server.minted.mint("CA7"));
        server.calls.drain();
        assertThatThrownBy(() -> Phone.minted(server, tooLate).close()).hasMessageContaining("503");
    }

    @Test
    void withoutATargetTheCallIsKeptUp() throws Exception {
        try (MediaServer nobody = MediaServer.of(
                MediaServer.account(TwilioAccount.ForeignStreams.SIGNED), MediaServer.plan(null, null))) {
            Document answer = twiml(post(nobody, "/twilio/voice", Forms.voice()));

            assertThat(answer.getElementsByTagName("Dial").getLength()).isZero();
            assertThat(answer.getElementsByTagName("Pause").getLength()).isPositive();
            assertThat(parameters(answer)).doesNotContainKey("gate");
        }
    }

    @Test
    void aQueueReportsNothingSoNobodyWaitsForIt() throws Exception {
        try (MediaServer queue = MediaServer.of(
                MediaServer.account(TwilioAccount.ForeignStreams.SIGNED),
                MediaServer.plan(new DialTarget.Queue("support"), null))) {
            assertThat(parameters(twiml(post(queue, "/twilio/voice", Forms.voice()))))
                    .doesNotContainKey("gate");
        }
    }

    @Test
    void aCallerWithAStrangeNameIsAnsweredToo() throws Exception {
        Map<String, String> strange = Forms.voice();
        strange.put("From", "sip:" + "x".repeat(600) + "@example.com\u0001");

        assertThat(post("/twilio/voice", strange)).startsWith("HTTP/1.1 200 ").contains("<Dial");
    }

    @Test
    void aStreamThatCannotBeDescribedDoesNotCostTheCaller() throws Exception {
        AnswerPlan wordy = new AnswerPlan(
                null,
                new DialTarget.Client("desk"),
                Duration.ofSeconds(25),
                null,
                null,
                "technician",
                "agent",
                Map.of("note", "n".repeat(500)),
                false);
        try (MediaServer odd = MediaServer.of(MediaServer.account(TwilioAccount.ForeignStreams.SIGNED), wordy)) {
            assertThat(post(odd, "/twilio/voice", Forms.voice()))
                    .startsWith("HTTP/1.1 200 ")
                    .contains("<Dial")
                    .doesNotContain("<Stream");
            assertThat(odd.warnings()).contains("the stream parameter note has 504 characters");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/twilio/voice", "/twilio/call-status", "/twilio/dial-ended", "/twilio/stream-status"})
    void everyWebhookWantsASignedPost(String path) throws Exception {
        try (RawSocket socket = new RawSocket(server.port())) {
            assertThat(socket.request("GET " + path, "")).startsWith("HTTP/1.1 405 ");
            assertThat(socket.request("POST " + path, Forms.form(Forms.voice())))
                    .startsWith("HTTP/1.1 403 ")
                    .contains("X-Twilio-Signature");
            assertThat(socket.request("POST " + path, Forms.form(Forms.voice()), "X-Twilio-Signature: nonsense"))
                    .startsWith("HTTP/1.1 403 ");
            assertThat(socket.request("POST " + path, "a=%zz")).startsWith("HTTP/1.1 400 ");
        }
        assertThat(server.warnings()).contains("refused POST " + path).doesNotContain(MediaServer.TOKEN);
        assertThat(server.calls.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CallSid", "AccountSid", "CallStatus"})
    void aFormThatLacksAFieldIsToldWhich(String field) throws Exception {
        Map<String, String> less = Forms.voice();
        less.remove(field);

        assertThat(post("/twilio/voice", less)).startsWith("HTTP/1.1 400 ").contains("lacks " + field);
    }

    @Test
    void anAnswerThatIsReportedBeforeTheStreamOpensTheGate() throws Exception {
        Document answer = twiml(post("/twilio/voice", Forms.voice()));
        String session = parameters(answer).getOrDefault("session", "");
        post("/twilio/call-status?session=" + session, Forms.status("in-progress", "CA-child"));
        try (Phone phone = phone(answer)) {
            phone.socket.text(media("outbound", 0, 5));
            phone.socket.settle();

            assertThat(server.speech.of("outbound").heard()).isEqualTo(CallWorld.filled(160, 5));
        }
    }

    @Test
    void anAnswerThatIsReportedAfterTheStreamOpensTheGate() throws Exception {
        Document answer = twiml(post("/twilio/voice", Forms.voice()));
        String session = parameters(answer).getOrDefault("session", "");
        try (Phone phone = phone(answer)) {
            phone.socket.text(media("outbound", 0, 5));
            phone.socket.settle();
            assertThat(server.speech.of("outbound").heard()).isEmpty();

            String told = post("/twilio/call-status?session=" + session, Forms.status("in-progress", "CA-child"));
            assertThat(told).startsWith("HTTP/1.1 204 ");
            phone.socket.settle();
            phone.socket.settle(); // from loop to loop and back
            assertThat(server.speech.of("outbound").heard()).isEqualTo(CallWorld.filled(160, 5));

            Document after = twiml(post("/twilio/dial-ended?session=" + session, Forms.ended("completed")));
            assertThat(after.getElementsByTagName("Hangup").getLength()).isEqualTo(1);
        }
    }

    @Test
    void aDialThatNobodyTookGetsTheFallbackOnce() throws Exception {
        Document first = twiml(post("/twilio/dial-ended?session=s_1", Forms.ended("no-answer")));
        assertThat(only(first, "Number").getTextContent()).isEqualTo("+15005550006");
        assertThat(only(first, "Dial").getAttribute("action"))
                .isEqualTo("https://bridge.example.com/twilio/dial-ended?session=s_1&fallback=used");

        Document second = twiml(post("/twilio/dial-ended?session=s_1&fallback=used", Forms.ended("no-answer")));
        assertThat(second.getElementsByTagName("Dial").getLength()).isZero();
        assertThat(second.getElementsByTagName("Hangup").getLength()).isEqualTo(1);
    }

    @Test
    void newsWithoutASessionOrOfAStrangerIsTakenAndDropped() throws Exception {
        assertThat(post("/twilio/call-status", Forms.status("in-progress", "CA-child")))
                .startsWith("HTTP/1.1 204 ");
        assertThat(post("/twilio/call-status?session=s_nobody", Forms.status("completed", "CA-child")))
                .startsWith("HTTP/1.1 204 ");
    }

    @Test
    void aStreamThatNeverReachedUsIsLogged() throws Exception {
        Map<String, String> report = new TreeMap<>(Map.of(
                "StreamSid", "MZ1",
                "CallSid", "CA1",
                "AccountSid", MediaServer.ACCOUNT,
                "StreamEvent", "stream-error",
                "StreamError", "31920 handshake"));

        assertThat(post("/twilio/stream-status", report)).startsWith("HTTP/1.1 204 ");
        assertThat(server.warnings()).contains("call CA1: Twilio reports of stream MZ1: 31920 handshake");
    }

    private Phone answered() throws Exception {
        return phone(twiml(post("/twilio/voice", Forms.voice())));
    }

    /** Follows the answer as Twilio would. */
    private Phone phone(Document answer) throws IOException {
        String url = only(answer, "Stream").getAttribute("url");
        MintedCalls.Minted call = new MintedCalls.Minted(
                parameters(answer).getOrDefault("session", ""), url.substring(url.lastIndexOf('/') + 1), "CA1");
        return Phone.minted(server, call).started(parameters(answer));
    }

    private static String media(String track, long timestampMs, int fill) {
        return Phone.media(timestampMs, CallWorld.filled(160, fill)).replace("inbound", track);
    }

    private String post(String target, Map<String, String> fields) throws IOException {
        return post(server, target, fields);
    }

    private static String post(MediaServer server, String target, Map<String, String> fields) throws IOException {
        SortedMap<String, List<String>> form = new TreeMap<>();
        fields.forEach((name, value) -> form.put(name, List.of(value)));
        String signature = new RequestSigner(MediaServer.TOKEN).signForm(MediaServer.PUBLIC + target, form);
        try (RawSocket socket = new RawSocket(server.port())) {
            return socket.request("POST " + target, Forms.form(fields), "X-Twilio-Signature: " + signature);
        }
    }

    private static Document twiml(String answer) throws Exception {
        assertThat(answer).startsWith("HTTP/1.1 200 ").containsIgnoringCase("content-type: text/xml");
        String xml = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }

    private static Element only(Document document, String tag) {
        assertThat(document.getElementsByTagName(tag).getLength()).as(tag).isEqualTo(1);
        return (Element) document.getElementsByTagName(tag).item(0);
    }

    private static Map<String, String> parameters(Document document) {
        Map<String, String> parameters = new TreeMap<>();
        for (int i = 0; i < document.getElementsByTagName("Parameter").getLength(); i++) {
            Element parameter =
                    (Element) document.getElementsByTagName("Parameter").item(i);
            parameters.put(parameter.getAttribute("name"), parameter.getAttribute("value"));
        }
        return parameters;
    }
}
