package io.sidetone.settings;

import io.sidetone.settings.Settings.Keeping;
import java.time.Duration;
import java.util.List;

/** What becomes of speech that no provider has settled yet: kept, caught up, repaired. */
final class KeepingGroup {
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

    static final List<Setting<?>> ALL = List.of(
            MODE,
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
            PER_SECOND);

    private KeepingGroup() {}

    static Keeping read(Lookup lookup) {
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
}
