package io.sidetone.settings;

import io.sidetone.settings.Settings.Http;
import io.sidetone.settings.Settings.Management;
import java.net.URI;
import java.util.List;
import java.util.Objects;

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

    static final List<Setting<?>> ALL = List.of(HOST, PORT, PUBLIC_URL, PROXIES, MANAGEMENT_HOST, MANAGEMENT_PORT);

    private HttpGroup() {}

    static Http http(Lookup lookup) {
        boolean proved = lookup.isGiven(TwilioGroup.AUTH_TOKEN);
        String host = lookup.value(HOST, proved ? "0.0.0.0" : "127.0.0.1");
        int port = lookup.value(PORT);
        return new Http(
                host,
                port,
                lookup.value(PUBLIC_URL, URI.create("http://localhost:" + port)),
                Objects.requireNonNullElse(lookup.optional(PROXIES), List.of()));
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
