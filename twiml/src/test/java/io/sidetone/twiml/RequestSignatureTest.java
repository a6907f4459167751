package io.sidetone.twiml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sidetone.twiml.RequestSignature.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vectors were computed with plain HMAC outside this project, and agree with twilio-java and twilio-node. */
class RequestSignatureTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String HOST = "bridge.example.com";
    private static final RequestSignature CHECK = new RequestSignature(List.of(TOKEN));

    private static final String V1_URL = "https://bridge.example.com/twilio/voice?tenant=7&env=prod";
    private static final String V1 = "yImOL+G+LAycq1EHSWrfR0EZURg=";
    private static final String V2 = "NGwewO+TwzgvkUv8Ij2VA5hYunQ=";
    private static final String V3_URL = "https://bridge.example.com/twilio/json"
            + "?bodySHA256=3ad2c51cb9ff2adba89482d3be1e06173491325d61a2e9bfd09eb9c46dcac542";
    private static final byte[] V3_BODY =
            "{\"CallSid\":\"CA00000000000000000000000000000002\",\"note\":\"café\"}".getBytes(StandardCharsets.UTF_8);
    private static final String V3 = "5QKcwAdr1to+BSRV1xj8LN2uydg=";
    private static final String V4 = "Qpzl6q5jZ70q4PJ9t9TfCYrZVgI=";
    private static final String V5 = "cOh2Hk7SsPZuzxezQ1lTc4qbdG0=";
    private static final String V6 = "3Fk4DJRV65e+UclpyQK+HLROugk=";
    private static final String V7 = "ZxA5Ah6jgRARDMdoHlkV6QZT8oM=";
    private static final String V9 = "2NNXLMW/CcyILCEaalGb9324ROg=";

    private static SortedMap<String, List<String>> v1Form() {
        return Samples.form("To=%2B15005550006&From=%2B15005550001&CallerName=&Direction=inbound&CallStatus=ringing"
                + "&CallSid=CA00000000000000000000000000000002&ApiVersion=2010-04-01"
                + "&AccountSid=AC00000000000000000000000000000001");
    }

    @Test
    void acceptsTheVendorsOwnExample() {
        var form = Samples.form("Digits=1234&To=%2B18005551212&From=%2B14158675310&Caller=%2B14158675310"
                + "&CallSid=CA1234567890ABCDE");

        Verdict verdict = new RequestSignature(List.of("12345"))
                .verifyForm("https://example.com/myapp.php?foo=1&bar=2", form, "L/OH5YylLD5NRKLltdqwSvS0BnU=");

        assertThat(verdict.valid()).isTrue();
    }

    @Test
    void acceptsAFormWithAQueryAndABlankValue() {
        assertThat(CHECK.verifyForm(V1_URL, v1Form(), V1).valid()).isTrue();
    }

    @Test
    void acceptsAGet() {
        String url = "https://bridge.example.com/twilio/status"
                + "?CallSid=CA00000000000000000000000000000002&CallStatus=completed";

        assertThat(CHECK.verifyGet(url, V2).valid()).isTrue();
    }

    @Test
    void acceptsJsonWhoseBodyHasTheSignedHash() {
        assertThat(CHECK.verifyJson(V3_URL, V3_BODY, V3).valid()).isTrue();
    }

    @Test
    void refusesJsonWithAnotherBodyOrNoHash() {
        byte[] other = V3_BODY.clone();
        other[3] ^= 1;
        String bare = "https://bridge.example.com/twilio/json";
        String signatureOfBare = new RequestSigner(TOKEN).sign(bare);

        assertThat(CHECK.verifyJson(V3_URL, other, V3).valid()).isFalse();
        assertThat(CHECK.verifyJson(bare, V3_BODY, signatureOfBare).valid()).isFalse();
        assertThat(CHECK.verifyJson(V3_URL.replace("3ad2", "3AD2"), V3_BODY, V3).valid())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"wss,/media", "wss,/media/", "https,/media", "wss,:443/media"})
    void acceptsUpgradesSignedWithAndWithoutSlashAndPort(String scheme, String rest) {
        for (String signature : List.of(V4, V5, V6)) {
            assertThat(CHECK.verifyUpgrade(scheme + "://" + HOST + rest, signature)
                            .valid())
                    .as("%s%s against %s", scheme, rest, signature)
                    .isTrue();
        }
    }

    @Test
    void refusesAnUpgradeSignedAsHttps() {
        assertThat(CHECK.verifyUpgrade("wss://bridge.example.com/media", V7).valid())
                .isFalse();
        assertThat(CHECK.verifyUpgrade("https://bridge.example.com/media", V7).valid())
                .isFalse();
        assertThat(CHECK.verifyGet("https://bridge.example.com/media", V7).valid())
                .isTrue();
    }

    @Test
    void acceptsTheReportOfAStream() {
        var form = Samples.form("AccountSid=AC00000000000000000000000000000001"
                + "&CallSid=CA00000000000000000000000000000002&StreamSid=MZ00000000000000000000000000000003"
                + "&StreamName=legs&StreamEvent=stream-error&StreamError=Stream+-+WebSocket+-+Handshake+Error"
                + "&Timestamp=2025-01-02T03%3A04%3A05.678Z");

        assertThat(CHECK.verifyForm(
                                "https://bridge.example.com/twilio/stream-status", form, "/6NQsNb95SGN1OV3sydpWYyMeN0=")
                        .valid())
                .isTrue();
    }

    @Test
    void neverReencodesAQuery() {
        String raw = "https://bridge.example.com/twilio/tr?x=a%20b%2Fc&y=O'Neil";

        assertThat(CHECK.verifyGet(raw, V9).valid()).isTrue();
        assertThat(CHECK.verifyGet(raw.replace("%2F", "/"), V9).valid()).isFalse();
        assertThat(CHECK.verifyGet(raw.replace("'", "%27"), V9).valid()).isFalse();
        assertThat(CHECK.verifyGet(raw.replace("%20", "+"), V9).valid()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "https://h.example/x?a=b%26c,       https://h.example:443/x?a=b%26c",
        "https://h.example:443/x?a=b%26c,   https://h.example/x?a=b%26c",
        "https://h.example:8443/x?a=b%26c,  https://h.example/x?a=b%26c",
        "https://h.example:8443/x?a=b%26c,  https://h.example:8443/x?a=b%26c",
        "https://u:p%40w@h.example/x,       https://h.example/x",
        "https://u:p@h.example:8443/x#frag, https://h.example/x",
        "https://my_host:8443/x,            https://my_host/x",
        "http://[::1]:8080/x,               http://[::1]/x",
        "http://[::1]/x,                    http://[::1]:80/x",
        "HTTPS://h.example/x?u=a@b:1/c,     https://h.example/x?u=a@b:1/c",
        "https://h.example?u=a/b@c,         https://h.example:443?u=a/b@c",
        "https://h.example,                 https://h.example"
    })
    void triesWebhooksWithAndWithoutPortAndDropsUserInfo(String called, String signed) {
        String signature = new RequestSigner(TOKEN).sign(signed);

        Verdict verdict = CHECK.verifyGet(called, signature);

        assertThat(verdict.candidates()).contains(signed);
        assertThat(verdict.valid()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://h.example/x,      https://h.example:8443/x",
        "https://h.example/x,      http://h.example/x",
        "https://h.example/x,      https://h.example/x/",
        "https://h.example:8443/x, https://h.example:443/x",
        "https://h.example/x,      https://h.example.org/x"
    })
    void refusesWebhooksSignedForAnotherUrl(String called, String signed) {
        assertThat(CHECK.verifyGet(called, new RequestSigner(TOKEN).sign(signed))
                        .valid())
                .isFalse();
    }

    @Test
    void listsEachUpgradeCandidateOnce() {
        assertThat(CHECK.verifyUpgrade("https://h.example:8443/m/", null).candidates())
                .containsExactlyInAnyOrder(
                        "wss://h.example:8443/m/", "wss://h.example/m/", "wss://h.example:8443/m", "wss://h.example/m");
        assertThat(CHECK.verifyUpgrade("ws://localhost:8080/m", null).candidates())
                .contains("ws://localhost:8080/m");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "garbage", "é", "yImOL+G+LAycq1EHSWrfR0EZURg", "yImOL+G+LAycq1EHSWrfR0EZURg= "})
    void refusesAMissingOrBrokenHeader(@Nullable String header) {
        Verdict verdict = CHECK.verifyForm(V1_URL, v1Form(), header);

        assertThat(verdict.valid()).isFalse();
        assertThat(verdict.candidates())
                .containsExactly(V1_URL, "https://bridge.example.com:443/twilio/voice?tenant=7&env=prod");
    }

    @Test
    void acceptsAnyOfSeveralTokensAndNoOther() {
        RequestSignature rotating = new RequestSignature(List.of("new-token", TOKEN, "third"));

        assertThat(rotating.verifyForm(V1_URL, v1Form(), V1).valid()).isTrue();
        assertThat(new RequestSignature(List.of("new-token", "third"))
                        .verifyForm(V1_URL, v1Form(), V1)
                        .valid())
                .isFalse();
    }

    @Test
    void signsRepeatedNamesSortedAndWithoutDuplicates() {
        String url = "https://h.example/x";

        assertThat(new RequestSigner(TOKEN).signForm(url, Samples.form("b=y&a=x&a=a&a=x&A=aB")))
                .isEqualTo(new RequestSigner(TOKEN).sign(url + "AaB" + "aa" + "ax" + "by"));
    }

    @Test
    void signsSpacesAtTheEdges() {
        String url = "https://h.example/x";
        SortedMap<String, List<String>> spaced = new TreeMap<>(Map.of("a", List.of(" b ")));

        assertThat(new RequestSigner(TOKEN).signForm(url, Samples.form("a=+b%20")))
                .isEqualTo(new RequestSigner(TOKEN).signForm(url, spaced))
                .isNotEqualTo(new RequestSigner(TOKEN).signForm(url, Samples.form("a=b")));
    }

    @Test
    void needsTokensAndAnAbsoluteUrl() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RequestSignature(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new RequestSignature(List.of(TOKEN, " ")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CHECK.verifyGet("/twilio/voice", V1))
                .withMessageContaining("/twilio/voice");
    }
}
