package io.sidetone.settings;

import io.sidetone.settings.Settings.RoleOverride;
import io.sidetone.settings.Settings.Speech;
import io.sidetone.settings.Settings.Utterance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Speech to text, whoever does it. */
final class SpeechGroup {
    static final Setting<List<String>> ROLE_KEYTERMS = Setting.optional(
            "speech.roles.<role>.keyterms",
            Types.listOf(DeepgramGroup.KEYTERM),
            "Terms to expect from this role, in place of the general ones.");
    static final Setting<String> ROLE_MODEL =
            Setting.optional("speech.roles.<role>.model", Types.model(), "Model for this role.");
    private static final Setting<String> ROLE_LANGUAGE =
            Setting.optional("speech.roles.<role>.language", Types.spokenLanguage(), "Language this role speaks.");
    private static final Setting<List<String>> PROVIDER = Setting.of(
            "speech.provider",
            Types.listOf(ProviderHosts.ENTRY),
            "deepgram",
            "Who transcribes, in the order tried: `deepgram`, `assemblyai`, or either with `:<name>` for a further host.");
    private static final Setting<Integer> CHUNK = Setting.of(
            "speech.chunk-ms",
            Types.wholeNumber(20, 250),
            "60",
            "Audio per message to the provider, in milliseconds; 80 is better with Deepgram's Flux.");
    private static final Setting<Integer> BUFFER = Setting.of(
            "speech.buffer-seconds",
            Types.wholeNumber(1, 600),
            "30",
            "Audio that is kept for a speaker while the provider is away; 8 KB a second.");
    private static final Setting<Integer> STUCK = Setting.of(
            "speech.stuck-seconds",
            Types.wholeNumber(3, 60),
            "8",
            "A provider's connection that takes no audio, sends no result or answers no ping for so long is replaced.");
    private static final Setting<Path> TRUST = Setting.optional(
            "speech.trust",
            Types.path(),
            "PEM file with certificates that providers may show, theirs or their issuer's, beside those that Java trusts:"
                    + " for a Deepgram of your own. Read at the start.");
    static final Setting<String> ROLE_SILENCE = Setting.optional(
            "speech.roles.<role>.silence",
            Types.oneOf("keep-alive", "fill", "close"),
            "What is done while this role says nothing.");
    private static final Setting<Integer> SILENCE = Setting.of(
            "utterance.silence-ms",
            Types.wholeNumber(500, 60_000),
            "3000",
            "An utterance ends when no new result came for so long.");
    private static final Setting<Integer> MAX = Setting.of(
            "utterance.max-seconds",
            Types.wholeNumber(2, 600),
            "20",
            "An utterance ends at a word's end after so long.");

    static final List<Setting<?>> ALL = List.of(
            PROVIDER,
            CHUNK,
            BUFFER,
            STUCK,
            TRUST,
            ROLE_LANGUAGE,
            ROLE_MODEL,
            ROLE_KEYTERMS,
            ROLE_SILENCE,
            SILENCE,
            MAX);

    private SpeechGroup() {}

    static Speech read(Lookup lookup) {
        return new Speech(
                lookup.value(PROVIDER),
                lookup.value(CHUNK),
                Duration.ofSeconds(lookup.value(BUFFER)),
                Duration.ofSeconds(lookup.value(STUCK)),
                lookup.optional(TRUST),
                KeepingGroup.read(lookup),
                roles(lookup));
    }

    static Utterance utterance(Lookup lookup) {
        return new Utterance(Duration.ofMillis(lookup.value(SILENCE)), Duration.ofSeconds(lookup.value(MAX)));
    }

    /** The setting of this role. */
    static <T> Setting<T> of(String role, Setting<T> setting) {
        return setting.as(setting.name().replace("<role>", role));
    }

    private static Map<String, RoleOverride> roles(Lookup lookup) {
        Map<String, RoleOverride> roles = new LinkedHashMap<>();
        lookup.namesUnder("speech.roles.")
                .filter(name -> name.contains("."))
                .map(name -> name.substring(0, name.indexOf('.')))
                .distinct()
                .forEach(role -> roles.put(role, role(lookup, role)));
        return roles;
    }

    private static RoleOverride role(Lookup lookup, String role) {
        if (!role.matches(Types.ROLE)) {
            lookup.problem(of(role, ROLE_MODEL), "a role's name of letters, digits, - and _");
        }
        return new RoleOverride(
                lookup.optional(of(role, ROLE_LANGUAGE)),
                lookup.optional(of(role, ROLE_MODEL)),
                Objects.requireNonNullElse(lookup.optional(of(role, ROLE_KEYTERMS)), List.of()),
                lookup.optional(of(role, ROLE_SILENCE)));
    }
}
