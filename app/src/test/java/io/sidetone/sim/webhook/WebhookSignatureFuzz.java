package io.sidetone.sim.webhook;

import static io.sidetone.fuzz.Input.require;

import io.sidetone.fuzz.Input;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Who does not know the secret is never believed. */
public final class WebhookSignatureFuzz {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_767_322_800));
    private static final SignatureCheck CHECK = new SignatureCheck(
            List.of(WebhookSecret.parse("whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0")),
            Duration.ofMinutes(5),
            CLOCK);

    private WebhookSignatureFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        Input input = new Input(data);
        require(
                CHECK.objection(input.line(), input.line(), input.line(), input.rest())
                        .isPresent(),
                "there is an objection to a forged request");
    }
}
