package io.sidetone.twiml;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Twilio's Node library judges what we make. Needs Node: how to run it stands in peers/twilio/README.md. */
@Tag("peers")
class TwilioPeerTest {
    private static final Path PEER = Path.of(System.getProperty("basedir", "."), "..", "peers", "twilio");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final RequestSignature CHECK = new RequestSignature(List.of(TOKEN));
    private static final RequestSigner SIGNER = new RequestSigner(TOKEN);
    private static final String HOSTILE = "\"'<&> ]]> &amp; 😀 é\ttab";

    @Test
    void acceptsTheSignatureOfAFormAndIsAccepted() throws Exception {
        String url = "https://bridge.example.com/twilio/voice?tenant=7&x=a%20b%2Fc";
        SortedMap<String, List<String>> form = new TreeMap<>(Map.of(
                "From", List.of("+15005550001"),
                "CallerName", List.of(" Ünal & <Co> 😀 "),
                "Blank", List.of(""),
                "b", List.of("2", "1", "2"),
                "B", List.of("x")));
        Map<String, Object> params = new TreeMap<>();
        form.forEach((name, values) -> params.put(name, values.size() == 1 ? values.get(0) : values));

        JsonNode theirs = judge(question("form", url, SIGNER.signForm(url, form), "params", params));

        assertThat(CHECK.verifyForm(url, form, theirs.path("signature").asText())
                        .valid())
                .isTrue();
        assertThat(theirs.path("acceptsOurs").asBoolean()).isTrue();
    }

    @Test
    void acceptsTheSignatureOfAGetWithItsQueryUntouchedAndIsAccepted() throws Exception {
        String url = "https://bridge.example.com/twilio/tr?x=a%20b%2Fc&y=O'Neil";

        JsonNode theirs = judge(question("get", url, SIGNER.sign(url), "params", Map.of()));

        assertThat(CHECK.verifyGet(url, theirs.path("signature").asText()).valid())
                .isTrue();
        assertThat(theirs.path("acceptsOurs").asBoolean()).isTrue();
    }

    @Test
    void acceptsTheSignatureOfAnUpgradeAndIsAccepted() throws Exception {
        String url = "wss://bridge.example.com/twilio/media/tok-1";

        JsonNode theirs = judge(question("upgrade", url, SIGNER.sign(url), "params", Map.of()));
        JsonNode slashed = judge(question("upgrade", url + "/", SIGNER.sign(url + "/"), "params", Map.of()));

        assertThat(CHECK.verifyUpgrade(url, theirs.path("signature").asText()).valid())
                .isTrue();
        assertThat(CHECK.verifyUpgrade(url, slashed.path("signature").asText()).valid())
                .isTrue();
        assertThat(theirs.path("acceptsOurs").asBoolean()).isTrue();
    }

    @Test
    void acceptsTheSignatureOfJsonAndIsAccepted() throws Exception {
        String url = "https://bridge.example.com/twilio/json";
        String body = "{\"note\":\"café 😀\"}";
        RequestSigner.SignedJson ours = SIGNER.signJson(url, body.getBytes(StandardCharsets.UTF_8));

        JsonNode theirs = judge(question("json", url, ours.signature(), "body", body));

        assertThat(theirs.path("url").asText()).isEqualTo(ours.url());
        assertThat(CHECK.verifyJson(
                                ours.url(),
                                body.getBytes(StandardCharsets.UTF_8),
                                theirs.path("signature").asText())
                        .valid())
                .isTrue();
        assertThat(theirs.path("acceptsOurs").asBoolean()).isTrue();
    }

    @Test
    void isRefusedWhenSignedWithAnotherToken() throws Exception {
        String url = "https://bridge.example.com/x";

        JsonNode theirs = judge(question("get", url, new RequestSigner("another").sign(url), "params", Map.of()));

        assertThat(theirs.path("acceptsOurs").asBoolean()).isFalse();
    }

    @Test
    void buildsTheSameAnswersAsTheNodeLibrary() throws Exception {
        Announcement notice = new Announcement(HOSTILE, "en-US", "Polly.Joanna");
        MediaStream stream = Samples.stream(Map.of("from", HOSTILE));
        Object say = verb("say", Map.of("language", "en-US", "voice", "Polly.Joanna"), HOSTILE);
        Object start = verb(
                "start",
                Map.of(),
                List.of(verb(
                        "stream",
                        Map.of(
                                "name",
                                "legs",
                                "url",
                                Samples.MEDIA.toString(),
                                "track",
                                "both_tracks",
                                "statusCallback",
                                Samples.STREAM_STATUS.toString()),
                        List.of(verb("parameter", Map.of("name", "from", "value", HOSTILE), List.of())))));

        List<Map<String, Object>> answers = new ArrayList<>();
        for (DialTarget target : List.of(
                Samples.NUMBER,
                new DialTarget.Client("tech-anna"),
                new DialTarget.Sip("sip:a@b.example;transport=tls?X-A=1&X-B=2"),
                new DialTarget.Queue("support & sales"))) {
            InboundAnswer answer = new InboundAnswer(notice, stream, Samples.dialing(target));
            answers.add(Map.of(
                    "xml", answer.twiml(), "verbs", List.of(say, start, dial(target, Samples.DIAL_ENDED.toString()))));
        }
        Object pause = verb("pause", Map.of("length", 3600), List.of());
        answers.add(Map.of(
                "xml",
                new InboundAnswer(null, stream, null).twiml(),
                "verbs",
                List.of(start, pause, pause, pause, pause)));
        answers.add(Map.of(
                "xml",
                new InboundAnswer(null, null, null).twiml(),
                "verbs",
                List.of(verb("reject", Map.of("reason", "busy"), List.of()))));
        DialEnded busy = new DialEnded("CA1", "AC1", "busy", null);
        answers.add(Map.of(
                "xml",
                new AfterDial(Fallback.parse("client:desk-2")).twiml(busy, false, Samples.dialing(Samples.NUMBER)),
                "verbs",
                List.of(dial(new DialTarget.Client("desk-2"), Samples.DIAL_ENDED + "&fallback=used"))));

        JsonNode judged = ask(List.of(), answers).path("answers");

        assertThat(judged).hasSize(answers.size());
        for (JsonNode pair : judged) {
            assertThat(pair.path("ours")).isEqualTo(pair.path("theirs"));
            assertThat(pair.path("ours").path(0).asText()).isEqualTo("Response");
        }
        // Not only alike, but right: the text that a strict parser reads is the text that was given.
        assertThat(judged.path(0).path("ours").path(2).path(0).path(2).path(0).asText())
                .isEqualTo(HOSTILE);
    }

    private static Object dial(DialTarget target, String action) {
        Map<String, Object> attributes = Map.of("timeout", 20, "action", action);
        Map<String, Object> reports = Map.of(
                "statusCallback", Samples.CALL_STATUS.toString(),
                "statusCallbackEvent", List.of("initiated", "ringing", "answered", "completed"));
        if (target instanceof DialTarget.PhoneNumber number) {
            return verb("dial", attributes, List.of(verb("number", reports, number.e164())));
        } else if (target instanceof DialTarget.Client client) {
            return verb("dial", attributes, List.of(verb("client", reports, client.identity())));
        } else if (target instanceof DialTarget.Sip sip) {
            return verb("dial", attributes, List.of(verb("sip", reports, sip.uri())));
        } else if (target instanceof DialTarget.Queue queue) {
            return verb("dial", attributes, List.of(verb("queue", Map.of(), queue.name())));
        }
        throw new AssertionError(target);
    }

    private static List<Object> verb(String name, Map<String, ?> attributes, Object content) {
        return List.of(name, attributes, content);
    }

    private static Map<String, Object> question(String kind, String url, String ours, String field, Object value) {
        return Map.of("kind", kind, "token", TOKEN, "url", url, "ours", ours, field, value);
    }

    private static JsonNode judge(Map<String, Object> signature) throws Exception {
        return ask(List.of(signature), List.of()).path("signatures").path(0);
    }

    private static JsonNode ask(List<Map<String, Object>> signatures, List<Map<String, Object>> answers)
            throws IOException, InterruptedException {
        assertThat(PEER.resolve("node_modules"))
                .as("the peer is not installed; run: npm ci --prefix peers/twilio")
                .isDirectory();
        Path out = Files.createTempFile("peer", ".json");
        Process node = new ProcessBuilder("node", PEER.resolve("check.mjs").toString())
                .redirectOutput(out.toFile())
                .redirectError(Redirect.INHERIT)
                .start();
        try (OutputStream in = node.getOutputStream()) {
            in.write(JSON.writeValueAsBytes(Map.of("signatures", signatures, "answers", answers)));
        }
        try {
            assertThat(node.waitFor(60, TimeUnit.SECONDS)).as("Node answers").isTrue();
            assertThat(node.exitValue()).as("Node's exit code").isZero();
            return JSON.readTree(out.toFile());
        } finally {
            node.destroyForcibly();
            Files.delete(out);
        }
    }
}
