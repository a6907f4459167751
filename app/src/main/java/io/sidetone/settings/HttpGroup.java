package io.sidetone.settings;

import io.sidetone.settings.Settings.Http;
import io.sidetone.settings.Settings.Management;
import io.sidetone.settings.Settings.Tls;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The two ports. */
final class HttpGroup {
    static final Setting<String> HOST = Setting.byRule(
            "http.host",
            Types.host(),
            "`127.0.0.1` without `twilio.auth-token`, else `0.0.0.0`",
            "Address the public port listens on.");
    static final Setting<Integer> PORT = Setting.of(
            "http.port",
            Types.wholeNumber(0, 65_535),
            "8080",
            "Public port: Twilio's requests and streams, the dashboard and the API. 0 takes any free port.");
    static final Setting<URI> PUBLIC_URL = Setting.byRule(
            "http.public-url",
            Types.url("http|https", "https://calls.example.com", false),
            "`http://localhost:` and the port",
            "Where the world reaches the public port; Twilio is sent there, and https gives wss for its streams.");
    static final Setting<Path> CERTIFICATE = Setting.optional(
            "http.tls.certificate",
            Types.path(),
            "PEM file with the certificate and its chain: the public port then speaks TLS (1.2 and 1.3) itself. Read"
                    + " again when it changes.");
    static final Setting<Path> KEY = Setting.optional(
            "http.tls.key", Types.path(), "PEM file with the certificate's private key, PKCS#8, without a password.");
    static final Setting<List<String>> PROXIES = Setting.optional(
            "http.trusted-proxies",
            Types.listOf(Types.network()),
            "Proxies before the public port: their `X-Forwarded-For` says where a sign-in or an action came from.");
    static final Setting<String> MANAGEMENT_HOST = Setting.of(
            "management.host",
            Types.host(),
            "127.0.0.1",
            "Address the management port listens on. It asks nobody who they are: keep it private.");
    static final Setting<Integer> MANAGEMENT_PORT = Setting.of(
            "management.port",
            Types.wholeNumber(0, 65_535),
            "9090",
            "Port for health, metrics and draining. 0 takes any free port.");

    static final List<Setting<?>> ALL =
            List.of(HOST, PORT, PUBLIC_URL, CERTIFICATE, KEY, PROXIES, MANAGEMENT_HOST, MANAGEMENT_PORT);

    private HttpGroup() {}

    static Http http(Lookup lookup) {
        boolean proved = lookup.isGiven(TwilioGroup.AUTH_TOKEN);
        String host = lookup.value(HOST, proved ? "0.0.0.0" : "127.0.0.1");
        int port = lookup.value(PORT);
        Tls tls = tls(lookup);
        URI publicUrl = lookup.value(PUBLIC_URL, URI.create((tls == null ? "http" : "https") + "://localhost:" + port));
        if (tls != null && !"https".equals(publicUrl.getScheme())) {
            lookup.problem(PUBLIC_URL, "an https address, because http.tls.certificate is set");
        }
        return new Http(host, port, publicUrl, tls, Objects.requireNonNullElse(lookup.optional(PROXIES), List.of()));
    }

    private static @Nullable Tls tls(Lookup lookup) {
        Path certificate = lookup.optional(CERTIFICATE);
        Path key = lookup.optional(KEY);
        if (certificate != null && key != null) {
            return new Tls(certificate, key);
        }
        if (certificate != null) {
            lookup.problem(KEY, "the file with the key of http.tls.certificate");
        } else if (key != null) {
            lookup.problem(CERTIFICATE, "the file with the certificate of http.tls.key");
        }
        return null;
    }

    static Management management(Lookup lookup, Http http) {
        Management management = new Management(lookup.value(MANAGEMENT_HOST), lookup.value(MANAGEMENT_PORT));
        boolean oneAddress =
                management.host().equals(http.host()) || Address.isAny(management.host()) || Address.isAny(http.host());
        if (oneAddress && management.port() == http.port() && http.port() != 0) {
            lookup.problem(MANAGEMENT_PORT, "another port than http.port, which is " + http.port() + " too");
        }
        return management;
    }
}
