package io.sidetone.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The vectors of Standard Webhooks and our own, and what must not verify. */
class SignatureTest {
    private static final String S1 = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final String S2 = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";
    private static final String S3 = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String ID = "msg_efa2b821b737227853dcca26e9ae2233";
    private static final long TIME = 1_767_323_045;
    private static final String B = "v1,5vFQn3B6lmoBS28G302f56R39J8S9B1czf30IgaLqCQ=";
    private static final String C = "v1,pT4Uwf5wgGdLDp2iFgVYUGi6SGq6cpmbWZdaVR6gaws=";
    private static final byte[] BODY_B = Base64.getDecoder()
            .decode("eyJ0eXBlIjoidHJhbnNjcmlwdC5maW5hbCIsInRpbWVzdGFtcCI6IjIwMjYtMDEtMDJUMDM6MDQ6MDUu"
                    + "Njc4WiIsImRhdGEiOnsiZmluYWxJZCI6InNfN1FtMnZKMGQubDIuOSIsImNhbGxJZCI6InNfN1FtMnZK"
                    + "MGQiLCJsZWdJZCI6ImwyIiwibiI6OSwidGV4dCI6Ikdyw7zDn2UsIG5hw692ZSBjYWbDqSDigJQg5L2g"
                    + "5aW9IPCfkYsifX0=");

    private static byte[] key(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    private static String sign(String secret, String id, long time, byte[] body) {
        return Signature.header(List.of(key(secret)), id, time, body);
    }

    @Test
    void thePublishedVectorHolds() {
        byte[] body = "{\"test\": 2432232314}".getBytes(UTF_8);

        assertThat(sign(S3, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void textBeyondAsciiIsSignedAsItsBytes() {
        assertThat(BODY_B).hasSize(191);
        assertThat(sign(S1, ID, TIME, BODY_B)).isEqualTo(B);
        assertThat(sign(S2, ID, TIME, BODY_B)).isEqualTo(C);
    }

    @Test
    void anEmptyBodyIsSignedToo() {
        assertThat(sign(S1, ID, TIME, new byte[0])).isEqualTo("v1,8Ml9IP70HOELDXUjTv36tTZJkR0nFw86mUj8LUCzlZg=");
    }

    @Test
    void whileASecretIsReplacedBothSignTheNewOneFirst() {
        assertThat(Signature.header(List.of(key(S1), key(S2)), ID, TIME, BODY_B))
                .isEqualTo(B + " " + C);
    }

    @Test
    void anotherByteOrSecondOrKeyGivesAnotherSignature() {
        byte[] changed = BODY_B.clone();
        changed[100] ^= 1;

        assertThat(sign(S1, ID, TIME, changed)).isNotEqualTo(B);
        assertThat(sign(S1, ID, TIME + 1, BODY_B)).isNotEqualTo(B);
        assertThat(sign(S1, ID + "x", TIME, BODY_B)).isNotEqualTo(B);
        assertThat(Signature.header(List.of(S1.getBytes(US_ASCII)), ID, TIME, BODY_B))
                .isNotEqualTo(B);
    }

    /** A receiver with the library of Standard Webhooks, which knows only the real time. */
    private static void verify(long time, String signature, byte[] body) throws Exception {
        new Webhook("whsec_" + S1)
                .verify(
                        new String(body, UTF_8),
                        Map.of(
                                "webhook-id", List.of(ID),
                                "webhook-timestamp", List.of(Long.toString(time)),
                                "webhook-signature", List.of(signature)));
    }

    @Test
    void receiversWithTheReferenceLibraryAcceptEitherSignature() {
        long now = Instant.now().getEpochSecond();
        String both = Signature.header(List.of(key(S2), key(S1)), ID, now, BODY_B);

        assertThatCode(() -> verify(now, sign(S1, ID, now, BODY_B), BODY_B)).doesNotThrowAnyException();
        assertThatCode(() -> verify(now, both, BODY_B)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"body", "time", "hex", "version", "ascii key", "other key"})
    void receiversWithTheReferenceLibraryRefuse(String wrong) {
        long now = Instant.now().getEpochSecond();
        String good = sign(S1, ID, now, BODY_B);
        byte[] digest = Base64.getDecoder().decode(good.substring("v1,".length()));
        byte[] body = BODY_B.clone();
        if (wrong.equals("body")) {
            body[60]++;
        }
        String signature =
                switch (wrong) {
                    case "hex" -> "v1," + HexFormat.of().formatHex(digest);
                    case "version" -> good.replace("v1,", "v1a,");
                    case "ascii key" -> Signature.header(List.of(S1.getBytes(US_ASCII)), ID, now, BODY_B);
                    case "other key" -> sign(S2, ID, now, BODY_B);
                    default -> good;
                };
        long time = wrong.equals("time") ? now + 1 : now;

        assertThatThrownBy(() -> verify(time, signature, body)).isInstanceOf(WebhookVerificationException.class);
    }
}
