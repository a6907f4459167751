package io.sidetone.settings;

import io.sidetone.settings.Settings.Keeping;
import io.sidetone.settings.Settings.RoleOverride;
import io.sidetone.settings.Settings.Speech;
import io.sidetone.settings.Settings.Utterance;
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
    private static final Setting<List<String>> PROVIDER =
            Setting.of("speech.provider", Types.listOf(Types.oneOf("deepgram")), "deepgram", "Who transcribes.");
    private static final Setting<Integer> CHUNK = Setting.of(
            "speech.chunk-ms", Types.wholeNumber(20, 250), "60", "Audio per message to the provider, in milliseconds.");
    private static final Setting<Integer> BUFFER = Setting.of(
            "speech.buffer-seconds",
            Types.wholeNumber(1, 600),
            "30",
            "Audio that is kept for a speaker while the provider is away; 8 KB a second.");
    private static final Setting<Integer> BUFFER_TOTAL = Setting.of(
            "speech.buffer-total-mib",
            Types.wholeNumber(1, 65_536),
            "256",
            "Audio that is kept in memory over all speakers, in MiB.");
    private static final Setting<Boolean> SPILL = Setting.of(
            "speech.spill",
            Types.yesOrNo(),
            "true",
            "Kept audio that memory has no room for goes to `data.dir`, encrypted with a key of the process.");
    private static final Setting<Integer> SPILL_MOST =
            Setting.of("speech.spill-gib", Types.wholeNumber(1, 1_024), "4", "Kept audio on disk at the most, in GiB.");
    private static final Setting<String> MODE = Setting.of(
            "speech.mode",
            Types.oneOf("streaming", "buffered"),
            "streaming",
            "`buffered` sends speech piece by piece to the provider's pre-recorded API: finals only.");
    private static final Setting<Integer> CATCH_UP = Setting.of(
            "speech.catch-up-seconds",
            Types.wholeNumber(1, 60),
            "5",
            "A backlog up to this is caught up live; a longer one is transcribed afterwards.");
    private static final Setting<Integer> REPAIR = Setting.of(
            "speech.repair-seconds",
            Types.wholeNumber(0, 3_600),
            "120",
            "`call.ended` waits so long for what is being transcribed afterwards.");
    private static final Setting<Integer> REPAIR_AFTER = Setting.of(
            "speech.repair-after-end-seconds",
            Types.wholeNumber(0, 86_400),
            "600",
            "Repairs still go on so long behind `call.ended`; then the audio is lost.");
    private static final Setting<Boolean> FINALIZE = Setting.of(
            "speech.finalize-on-silence",
            Types.yesOrNo(),
            "true",
            "Asks for a final as soon as a speaker stops, without waiting for the provider to notice.");
    static final Setting<String> ROLE_SILENCE = Setting.optional(
            "speech.roles.<role>.silence",
            Types.oneOf("keep-alive", "fill", "close"),
            "What is done while this role says nothing.");
    private static final Setting<String> ON_SILENCE = Setting.of(
            "speech.silence",
            Types.oneOf("keep-alive", "fill", "close"),
            "keep-alive",
            "While nothing is said: keep the stream open, fill what is missing with silence, or close it.");
    private static final Setting<Integer> CLOSE_AFTER = Setting.of(
            "speech.close-after-seconds",
            Types.wholeNumber(5, 3_600),
            "30",
            "Silence after which `speech.silence: close` closes the stream.");
    private static final Setting<Integer> AT_ONCE = Setting.of(
            "speech.attempts-at-once",
            Types.wholeNumber(1, 1_000),
            "20",
            "Handshakes, and pre-recorded requests, under way at once per provider.");
    private static final Setting<Integer> PER_SECOND = Setting.of(
            "speech.attempts-per-second",
            Types.wholeNumber(1, 1_000),
            "20",
            "Handshakes, and requests, a second while a provider recovers from an outage.");
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
            MODE,
            CHUNK,
            BUFFER,
            BUFFER_TOTAL,
            SPILL,
            SPILL_MOST,
            CATCH_UP,
            REPAIR,
            REPAIR_AFTER,
            FINALIZE,
            ON_SILENCE,
            CLOSE_AFTER,
            AT_ONCE,
            PER_SECOND,
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
                keeping(lookup),
                roles(lookup));
    }

    private static Keeping keeping(Lookup lookup) {
        return new Keeping(
                lookup.value(MODE).equals("streaming"),
                lookup.value(BUFFER_TOTAL) * 1024L * 1024,
                lookup.value(SPILL) ? lookup.value(SPILL_MOST) * 1024L * 1024 * 1024 : 0,
                Duration.ofSeconds(lookup.value(CATCH_UP)),
                Duration.ofSeconds(lookup.value(REPAIR)),
                Duration.ofSeconds(lookup.value(REPAIR_AFTER)),
                lookup.value(FINALIZE),
                lookup.value(ON_SILENCE),
                Duration.ofSeconds(lookup.value(CLOSE_AFTER)),
                lookup.value(AT_ONCE),
                lookup.value(PER_SECOND));
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
