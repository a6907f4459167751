package io.sidetone.settings;

import io.sidetone.settings.Settings.AssemblyAi;
import io.sidetone.settings.Settings.Deepgram;
import io.sidetone.settings.Settings.ProviderKind;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where the providers are: one host of each vendor by its own settings, and more of them by name. */
final class ProviderHosts {
    /** An entry of {@code speech.provider}; a name goes into names of settings, so it has no dot. */
    static final Type.One<String> ENTRY = Types.matching(
            "(deepgram|assemblyai)(:[A-Za-z0-9][A-Za-z0-9_-]{0,63})?",
            "deepgram or assemblyai, or one of them with :name for a further host");

    private static final Vendor DEEPGRAM = new Vendor(
            ProviderKind.DEEPGRAM,
            url("deepgram", "wss://api.eu.deepgram.com"),
            key("deepgram"),
            DeepgramGroup.API_KEY,
            "a key from console.deepgram.com, in DEEPGRAM_API_KEY; without one, run 'sidetone demo', "
                    + "or set deepgram.url to a server of your own or to 'sidetone simulate deepgram'");
    private static final Vendor ASSEMBLYAI = new Vendor(
            ProviderKind.ASSEMBLYAI,
            url("assemblyai", "wss://streaming.eu.assemblyai.com"),
            key("assemblyai"),
            AssemblyAiGroup.API_KEY,
            "a key from assemblyai.com, in ASSEMBLYAI_API_KEY; without one, leave assemblyai out of speech.provider, "
                    + "or set assemblyai.url to 'sidetone simulate assemblyai'");

    static final List<Setting<?>> OF_DEEPGRAM = List.of(DEEPGRAM.url, DEEPGRAM.key);
    static final List<Setting<?>> OF_ASSEMBLYAI = List.of(ASSEMBLYAI.url, ASSEMBLYAI.key);

    private ProviderHosts() {}

    /** Another host of a vendor, as its settings say. */
    private record Host(@Nullable URI url, @Nullable Secret key) {}

    private record Vendor(
            ProviderKind kind, Setting<URI> url, Setting<Secret> key, Setting<Secret> generalKey, String keyWanted) {
        String word() {
            return kind.name().toLowerCase(Locale.ROOT);
        }

        /** Whether this is a server that asks for a key and refuses plain ws. */
        boolean owns(URI address) {
            String domain = word() + ".com";
            String host = address.getHost().toLowerCase(Locale.ROOT);
            return host.equals(domain) || host.endsWith("." + domain);
        }

        Map<String, Host> hosts(Lookup lookup) {
            Map<String, Host> hosts = new LinkedHashMap<>();
            lookup.namesUnder(word() + ".hosts.")
                    .filter(name -> name.contains("."))
                    .map(name -> name.substring(0, name.indexOf('.')))
                    .distinct()
                    .forEach(name ->
                            hosts.put(name, new Host(lookup.optional(of(name, url)), lookup.optional(of(name, key)))));
            return hosts;
        }
    }

    /** The providers in the order they are tried. */
    static List<Settings.Provider> read(Lookup lookup, List<String> entries, Deepgram deepgram, AssemblyAi assemblyAi) {
        Map<String, Host> deepgrams = DEEPGRAM.hosts(lookup);
        Map<String, Host> assemblyAis = ASSEMBLYAI.hosts(lookup);
        return entries.stream()
                .map(entry -> entry.startsWith(DEEPGRAM.word())
                        ? provider(lookup, DEEPGRAM, entry, deepgram.url(), deepgram.apiKey(), deepgrams)
                        : provider(lookup, ASSEMBLYAI, entry, assemblyAi.url(), assemblyAi.apiKey(), assemblyAis))
                .toList();
    }

    private static Settings.Provider provider(
            Lookup lookup,
            Vendor vendor,
            String entry,
            URI generalUrl,
            @Nullable Secret generalKey,
            Map<String, Host> hosts) {
        int colon = entry.indexOf(':');
        if (colon < 0) {
            return checked(
                    lookup,
                    vendor,
                    vendor.generalKey,
                    new Settings.Provider(entry, vendor.kind, generalUrl, generalKey));
        }
        String name = entry.substring(colon + 1);
        Host host = hosts.getOrDefault(name, new Host(null, null));
        if (host.url == null && !lookup.isGiven(of(name, vendor.url))) {
            lookup.problem(of(name, vendor.url), "the address of the host that speech.provider calls " + entry);
        }
        Secret key = host.key == null ? generalKey : host.key;
        URI url = Objects.requireNonNullElse(host.url, generalUrl);
        return checked(lookup, vendor, of(name, vendor.key), new Settings.Provider(entry, vendor.kind, url, key));
    }

    private static Settings.Provider checked(
            Lookup lookup, Vendor vendor, Setting<Secret> keySetting, Settings.Provider provider) {
        if (vendor.owns(provider.url())) {
            if (!lookup.isGiven(keySetting) && !lookup.isGiven(vendor.generalKey)) {
                lookup.problem(keySetting, vendor.keyWanted);
            }
            if (!"wss".equalsIgnoreCase(provider.url().getScheme())) {
                Setting<?> url = vendor.url.as(keySetting.name().replaceFirst("api-key$", "url"));
                lookup.problem(url, "wss:// for the vendor's own servers, which refuse plain ws");
            }
        }
        return provider;
    }

    private static <T> Setting<T> of(String name, Setting<T> setting) {
        return setting.as(setting.name().replace("<name>", name));
    }

    private static Setting<URI> url(String vendor, String example) {
        return Setting.optional(
                vendor + ".hosts.<name>.url",
                Types.url("ws|wss", example, false),
                "A further host, tried where `speech.provider` has `" + vendor + ":<name>`.");
    }

    private static Setting<Secret> key(String vendor) {
        return Setting.optional(
                vendor + ".hosts.<name>.api-key",
                Types.secret("the host's API key, without spaces"),
                "Its key, if it is not `" + vendor + ".api-key`.");
    }
}
