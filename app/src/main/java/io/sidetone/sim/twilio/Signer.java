package io.sidetone.sim.twilio;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Signs a call's requests as its account would, or wrongly if that is asked for. Safe on any thread. */
final class Signer {
    private final @Nullable String authToken;
    private final Quirks quirks;

    Signer(@Nullable String authToken, Quirks quirks) {
        this.authToken = authToken;
        this.quirks = quirks;
    }

    /** The signature header of an upgrade; empty if it is to be left out. */
    Optional<String> ofUpgrade(URI uri) {
        return signature(
                uri.toString(),
                Map.of(),
                quirks.first(Quirk.UpgradeSignature.class).map(Quirk.UpgradeSignature::signing));
    }

    /** The signature header of a form; empty if it is to be left out. */
    Optional<String> ofForm(URI uri, Map<String, String> form) {
        return signature(
                uri.toString(), form, quirks.first(Quirk.WebhookSignature.class).map(Quirk.WebhookSignature::signing));
    }

    private Optional<String> signature(String url, Map<String, String> form, Optional<Quirk.Signing> wrong) {
        if (authToken == null || wrong.equals(Optional.of(Quirk.Signing.MISSING))) {
            return Optional.empty();
        }
        String slash = wrong.equals(Optional.of(Quirk.Signing.TRAILING_SLASH)) ? "/" : "";
        String key = wrong.equals(Optional.of(Quirk.Signing.WRONG)) ? "not " + authToken : authToken;
        return Optional.of(sign(key, url + slash, form));
    }

    private static String sign(String key, String url, Map<String, String> form) {
        StringBuilder text = new StringBuilder(url);
        new TreeMap<>(form).forEach((name, value) -> text.append(name).append(value));
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HmacSHA1", e);
        }
    }
}
