package io.sidetone.settings;

import io.sidetone.alerts.Alert;
import io.sidetone.alerts.Machine;
import io.sidetone.alerts.Severity;
import io.sidetone.alerts.Unfit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What supervisors are told of when it is said: a list in the file. */
final class AlertGroup {
    static final String LIST = "dashboard.alerts";

    /** All machines together: pages run each over each final. */
    static final int MOST_STEPS = 5_000;

    private static final Setting<String> NAME = Setting.byRule(
            "dashboard.alerts[].name",
            Types.matching("\\S(.{0,62}\\S)?", "a name of 64 characters at most"),
            "its first word or pattern",
            "What supervisors see it called by.");
    private static final Setting<List<String>> WORDS = Setting.optional(
            "dashboard.alerts[].words",
            new Type.Many<>(Types.text("words, such as cancel or \"switch provider\""), false),
            "Words and phrases; whole words, whatever their case and accents.");
    private static final Setting<List<String>> PATTERNS = Setting.optional(
            "dashboard.alerts[].patterns",
            new Type.Many<>(Types.text("a regular expression"), false),
            "Regular expressions without references and looking around, 200 characters at most; case and accents are no"
                    + " difference.");
    private static final Setting<String> SEVERITY = Setting.of(
            "dashboard.alerts[].severity",
            Types.oneOf(Arrays.stream(Severity.values()).map(Severity::wireName).toArray(String[]::new)),
            Severity.WARNING.wireName(),
            "How it is marked: `info`, `warning` or `error`.");
    private static final Setting<List<String>> ROLES = Setting.optional(
            "dashboard.alerts[].roles",
            Types.listOf(Types.matching(Types.ROLE, "a role such as caller")),
            "Only what these speakers say; nothing: what anybody says.");

    static final List<Setting<?>> ALL = List.of(NAME, WORDS, PATTERNS, SEVERITY, ROLES);

    private AlertGroup() {}

    static List<Alert> read(Lookup lookup) {
        List<Alert> alerts = new ArrayList<>();
        int steps = 0;
        for (int place = 0; place < lookup.objects(LIST); place++) {
            Alert alert = alert(lookup, place);
            if (alert != null) {
                alerts.add(alert);
                steps += alert.size();
            }
            if (steps > MOST_STEPS) {
                lookup.problem(
                        at(place, alert == null || alert.words().isEmpty() ? PATTERNS : WORDS),
                        "fewer or shorter ones: all alerts together make machines of more than " + MOST_STEPS
                                + " steps");
                break;
            }
        }
        return alerts;
    }

    private static @Nullable Alert alert(Lookup lookup, int place) {
        List<Machine> machines = new ArrayList<>();
        List<String> words = list(lookup, at(place, WORDS));
        List<String> patterns = list(lookup, at(place, PATTERNS));
        words.forEach(it -> add(machines, lookup, at(place, WORDS), it, Machine::ofWords));
        patterns.forEach(it -> add(machines, lookup, at(place, PATTERNS), it, Machine::ofPattern));
        Severity severity = Severity.valueOf(lookup.value(at(place, SEVERITY)).toUpperCase(Locale.ROOT));
        List<String> roles = list(lookup, at(place, ROLES));
        boolean given = lookup.isGiven(at(place, WORDS)) || lookup.isGiven(at(place, PATTERNS));
        if (!given) {
            lookup.problem(at(place, WORDS), "something to look for: words or patterns");
        }
        if (machines.isEmpty()) {
            return null;
        }
        String name = lookup.value(at(place, NAME), words.isEmpty() ? patterns.get(0) : words.get(0));
        return new Alert(name, severity, roles, words, patterns, machines);
    }

    @FunctionalInterface
    private interface Maker {
        Machine make(String text) throws Unfit;
    }

    private static void add(List<Machine> machines, Lookup lookup, Setting<?> setting, String text, Maker maker) {
        try {
            machines.add(maker.make(text));
        } catch (Unfit e) {
            lookup.problem(
                    setting,
                    Quoted.text(text) + ": " + e.getMessage(),
                    setting.type().expected());
        }
    }

    private static <T> List<T> list(Lookup lookup, Setting<List<T>> setting) {
        return Objects.requireNonNullElse(lookup.optional(setting), List.of());
    }

    private static <T> Setting<T> at(int place, Setting<T> setting) {
        return setting.as(setting.name().replace("[]", "[" + place + "]"));
    }
}
