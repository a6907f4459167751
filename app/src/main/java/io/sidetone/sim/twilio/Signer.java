package io.sidetone.sim.twilio;

import io.sidetone.twiml.RequestSigner;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Signs a call's requests as its account would, or wrongly if that is asked for. Safe on any thread. */
final class Signer {
    private final @Nullable String authToken;
    private final Optional<Quirk.Signing> upgrades;
    private final Optional<Quirk.Signing> forms;

    Signer(@Nullable String authToken, Quirks quirks) {
        this.authToken = authToken;
        this.upgrades = quirks.first(Quirk.UpgradeSignature.class).map(Quirk.UpgradeSignature::signing);
        this.forms = quirks.first(Quirk.WebhookSignature.class).map(Quirk.WebhookSignature::signing);
    }

    /** The signature header of an upgrade; empty if it is to be left out. */
    Optional<String> ofUpgrade(URI uri) {
        return signer(upgrades).map(signer -> signer.sign(uri + slash(upgrades)));
    }

    /** The signature header of a form; empty if it is to be left out. */
    Optional<String> ofForm(URI uri, Map<String, String> form) {
        SortedMap<String, List<String>> sorted = new TreeMap<>();
        form.forEach((name, value) -> sorted.put(name, List.of(value)));
        return signer(forms).map(signer -> signer.signForm(uri + slash(forms), sorted));
    }

    private Optional<RequestSigner> signer(Optional<Quirk.Signing> wrong) {
        if (authToken == null || wrong.equals(Optional.of(Quirk.Signing.MISSING))) {
            return Optional.empty();
        }
        boolean stranger = wrong.equals(Optional.of(Quirk.Signing.WRONG));
        return Optional.of(new RequestSigner(stranger ? "not " + authToken : authToken));
    }

    private static String slash(Optional<Quirk.Signing> wrong) {
        return wrong.equals(Optional.of(Quirk.Signing.TRAILING_SLASH)) ? "/" : "";
    }
}
