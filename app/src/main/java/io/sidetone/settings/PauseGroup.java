package io.sidetone.settings;

import io.sidetone.settings.Settings.Pause;
import java.time.Duration;
import java.util.List;

/** Keys on the phone that keep what follows out of the transcript. */
final class PauseGroup {
    private static final Setting<String> KEY = Setting.optional(
            "pause.key",
            Types.matching("[0-9*#]", "one key: 0 to 9, * or #"),
            "Key on the phone that pauses transcription, and resumes it when pressed again (bidirectional streams only).");
    private static final Setting<Integer> KEYPAD = Setting.of(
            "pause.keypad-seconds",
            Types.wholeNumber(0, 600),
            "0",
            "Any key pauses until so long after the last one, as for card numbers; 0 is off.");

    static final List<Setting<?>> ALL = List.of(KEY, KEYPAD);

    private PauseGroup() {}

    static Pause read(Lookup lookup) {
        return new Pause(lookup.optional(KEY), Duration.ofSeconds(lookup.value(KEYPAD)));
    }
}
