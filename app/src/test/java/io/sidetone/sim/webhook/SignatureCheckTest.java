package io.sidetone.sim.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors: two independent implementations and the reference libraries agree on them. */
class SignatureCheckTest {
    private static final String S1 = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final String S2 = "whsec_ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";
    private static final String S3 = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String ID = "msg_efa2b821b737227853dcca26e9ae2233";
    private static final String TIME = "1767323045";
    private static final byte[] BODY = Base64.getDecoder()
            .decode(
                    "eyJ0eXBlIjoidHJhbnNjcmlwdC5maW5hbCIsInRpbWVzdGFtcCI6IjIwMjYtMDEtMDJUMDM6MDQ6MDUuNjc4WiIsImRhdGEiOns"
                            + "iZmluYWxJZCI6InNfN1FtMnZKMGQubDIuOSIsImNhbGxJZCI6InNfN1FtMnZKMGQiLCJsZWdJZCI6ImwyIiwibiI6OSwi"
                            + "dGV4dCI6Ikdyw7zDn2UsIG5hw692ZSBjYWbDqSDigJQg5L2g5aW9IPCfkYsifX0=");
    private static final String B = "v1,5vFQn3B6lmoBS28G302f56R39J8S9B1czf30IgaLqCQ=";
    private static final String C = "v1,pT4Uwf5wgGdLDp2iFgVYUGi6SGq6cpmbWZdaVR6gaws=";
    private static final String D = "v1,8Ml9IP70HOELDXUjTv36tTZJkR0nFw86mUj8LUCzlZg=";
    private static final String E =
            "v1a,oKe7dD1J/lkG8UwpLQxTt4VkRmXUuDYKYtdlVR22TF0H++jSFJ59/kNC6v5tG9xJbJKkgTzxRnH/epO2C9JFBg==";

    @Test
    void theBodyOfTheVectorsIsWhatItWas() throws Exception {
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(BODY)))
                .isEqualTo("0b20557a616a9b6bb452179b0efe1e8b12c607b8975ef000ef4555d2cb3dca9d");
    }

    @Test
    void thePublishedVectorVerifies() {
        assertThat(check(1_614_265_330, S3)
                        .objection(
                                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                                "1614265330",
                                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                                "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    void unicodeAndEmptyBodiesVerify() {
        assertThat(objection(B, S1)).isEmpty();
        assertThat(objection(C, S2)).isEmpty();
        assertThat(check(1_767_323_045, S1).objection(ID, TIME, D, new byte[0])).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {B + " " + C, C + " " + B, E + " " + B, B + " v9,something", " " + B})
    void anyMatchingSignatureAmongSeveralIsEnough(String signatures) {
        assertThat(objection(signatures, S1)).isEmpty();
    }

    @Test
    void anyOfSeveralSecretsIsEnough() {
        assertThat(objection(B, S2, S1)).isEmpty();
        assertThat(objection(C, S2, S1)).isEmpty();
        assertThat(objection(B, S2, S3))
                .hasValueSatisfying(why -> assertThat(why).contains("no match"));
    }

    @Test
    void aSecretNeedsNoPrefix() {
        assertThat(objection(B, S1.substring("whsec_".length()))).isEmpty();
    }

    @Test
    void oneChangedByteOfTheBodyIsNoticed() {
        byte[] changed = BODY.clone();
        changed[100] ^= 1;
        assertThat(check(1_767_323_045, S1).objection(ID, TIME, B, changed))
                .hasValueSatisfying(why -> assertThat(why).contains("no match"));
    }

    @Test
    void aSignatureHoldsForItsOwnTimestampAndIdOnly() {
        assertThat(check(1_767_323_045, S1).objection(ID, "1767323046", B, BODY))
                .isPresent();
        assertThat(check(1_767_323_045, S1).objection(ID + "x", TIME, B, BODY)).isPresent();
    }

    @Test
    void hexInsteadOfBase64IsRefused() {
        byte[] raw = Base64.getDecoder().decode(B.substring(3));
        assertThat(objection("v1," + HexFormat.of().formatHex(raw), S1)).isPresent();
    }

    @Test
    void anotherVersionsPrefixIsRefused() {
        assertThat(objection("v1a," + B.substring(3), S1))
                .hasValueSatisfying(why -> assertThat(why).contains("no v1"));
        assertThat(objection(B.substring(3), S1)).isPresent();
        assertThat(objection(E, S1)).isPresent();
    }

    @Test
    void theTextOfTheSecretIsNotItsKey() {
        String asText = Base64.getEncoder().encodeToString(S1.getBytes(StandardCharsets.US_ASCII));
        assertThat(objection(B, asText)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"-301,true", "-300,false", "-299,false", "299,false", "300,false", "301,true"})
    void aTimestampMayBeFiveMinutesOffAndNoMore(long secondsOff, boolean refused) {
        assertThat(check(1_767_323_045 + secondsOff, S1)
                        .objection(ID, TIME, B, BODY)
                        .isPresent())
                .isEqualTo(refused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "1767323045.5", "-1767323045", " 1767323045", "99999999999999999999", "٤"})
    void aTimestampThatIsNoWholeNumberIsRefused(String timestamp) {
        assertThat(check(1_767_323_045, S1).objection(ID, timestamp, B, BODY))
                .hasValueSatisfying(why -> assertThat(why).contains("whole seconds"));
    }

    @Test
    void aMissingHeaderIsNamed() {
        SignatureCheck check = check(1_767_323_045, S1);
        assertThat(check.objection(null, TIME, B, BODY)).contains("webhook-id: missing");
        assertThat(check.objection(ID, null, B, BODY)).contains("webhook-timestamp: missing");
        assertThat(check.objection(ID, TIME, null, BODY)).contains("webhook-signature: missing");
    }

    @Test
    void aSecretThatIsTooShortOrNoBase64IsRefusedWithoutRepeatingIt() {
        assertThatThrownBy(() -> WebhookSecret.parse("whsec_c2hvcnQgc2VjcmV0"))
                .hasMessageContaining("12 bytes")
                .hasMessageNotContaining("c2hvcnQ");
        assertThatThrownBy(() -> WebhookSecret.parse("whsec_not base64!")).hasMessageNotContaining("not base64!");
        assertThat(WebhookSecret.parse(S1)).hasToString("whsec_***");
    }

    private static Optional<String> objection(String signatures, String... secrets) {
        return check(1_767_323_045, secrets).objection(ID, TIME, signatures, BODY);
    }

    private static SignatureCheck check(long now, String... secrets) {
        return new SignatureCheck(
                List.of(secrets).stream().map(WebhookSecret::parse).toList(),
                Duration.ofMinutes(5),
                InstantSource.fixed(Instant.ofEpochSecond(now)));
    }
}
