package io.sidetone.settings;

import io.sidetone.redaction.Redaction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What is masked before anything is kept or shown, and what else a receiver is not to see. */
final class RedactionGroup {
    private static final Type<List<String>> EACH =
            new Type.Many<>(Types.matching("[^=]+=(?s:.+)", "name=expression, such as account=AC-[0-9]{6}"), false);

    private static final Setting<Boolean> CARDS = Setting.of(
            "redaction.cards",
            Types.yesOrNo(),
            "false",
            "Masks runs of digits, written or spoken, of 6 and more, at the beginning or end of a final of 4 and more.");
    private static final Setting<Boolean> EMAILS =
            Setting.of("redaction.emails", Types.yesOrNo(), "false", "Masks e-mail addresses, written or spoken.");
    private static final Setting<Boolean> PHONES = Setting.of(
            "redaction.phones",
            Types.yesOrNo(),
            "false",
            "Masks runs of digits likewise, as a part of a number does not tell what it belongs to.");
    private static final Setting<List<String>> PATTERNS = Setting.optional(
            "redaction.patterns",
            EACH,
            "Masks what Java's regular expressions match, each `name=expression`, as `[name]`.");

    static final List<Setting<?>> ALL = List.of(CARDS, EMAILS, PHONES, PATTERNS);

    private static final Setting<Boolean> MORE_CARDS =
            Setting.optional("webhooks[].redact.cards", CARDS.type(), more("cards"));
    private static final Setting<Boolean> MORE_EMAILS =
            Setting.optional("webhooks[].redact.emails", EMAILS.type(), more("emails"));
    private static final Setting<Boolean> MORE_PHONES =
            Setting.optional("webhooks[].redact.phones", PHONES.type(), more("phones"));
    private static final Setting<List<String>> MORE_PATTERNS =
            Setting.optional("webhooks[].redact.patterns", EACH, more("patterns"));

    static final List<Setting<?>> OF_WEBHOOK = List.of(MORE_CARDS, MORE_EMAILS, MORE_PHONES, MORE_PATTERNS);

    private final Lookup lookup;

    private RedactionGroup(Lookup lookup) {
        this.lookup = lookup;
    }

    private static String more(String what) {
        return "As `redaction." + what + "`, for this receiver alone: what the journal shows may be masked further.";
    }

    static Redaction read(Lookup lookup) {
        RedactionGroup group = new RedactionGroup(lookup);
        return new Redaction(
                lookup.value(CARDS),
                lookup.value(EMAILS),
                lookup.value(PHONES),
                group.patterns(PATTERNS, Redaction.OFF));
    }

    /**
     * What one receiver is not to see, beside what nobody sees.
     *
     * @param place of the receiver in the list
     */
    static Redaction more(Lookup lookup, int place, Redaction journal) {
        RedactionGroup group = new RedactionGroup(lookup);
        return new Redaction(
                group.more(WebhookGroup.at(place, MORE_CARDS), journal.cards()),
                group.more(WebhookGroup.at(place, MORE_EMAILS), journal.emails()),
                group.more(WebhookGroup.at(place, MORE_PHONES), journal.phones()),
                group.patterns(WebhookGroup.at(place, MORE_PATTERNS), journal));
    }

    private boolean more(Setting<Boolean> setting, boolean journal) {
        Boolean given = lookup.optional(setting);
        if (journal && Boolean.FALSE.equals(given)) {
            String kind = setting.name().substring(setting.name().lastIndexOf('.') + 1);
            lookup.problem(
                    setting,
                    "true or nothing: redaction." + kind
                            + " masks the journal, and a receiver may be shown less than it, never more");
        }
        return Boolean.TRUE.equals(given);
    }

    private Map<String, Pattern> patterns(Setting<List<String>> setting, Redaction journal) {
        Map<String, Pattern> patterns = new LinkedHashMap<>();
        for (String text : Objects.requireNonNullElse(lookup.optional(setting), List.<String>of())) {
            int equals = text.indexOf('=');
            String name = text.substring(0, equals).strip();
            if (!Redaction.isName(name)) {
                lookup.problem(setting, Quoted.text(name) + " before the =", Redaction.EXPECTED_NAME);
            } else if (patterns.containsKey(name) || isOther(journal, name, text.substring(equals + 1))) {
                lookup.problem(setting, "a second pattern named " + name, "a name for each");
            } else {
                compile(setting, name, text.substring(equals + 1), patterns);
            }
        }
        return patterns;
    }

    private static boolean isOther(Redaction journal, String name, String expression) {
        Pattern known = journal.patterns().get(name);
        return known != null && !known.pattern().equals(expression);
    }

    private void compile(Setting<?> setting, String name, String expression, Map<String, Pattern> patterns) {
        try {
            patterns.put(name, Pattern.compile(expression));
        } catch (PatternSyntaxException e) {
            String where = e.getIndex() < 0 ? "" : ", at character " + (e.getIndex() + 1) + " of its expression";
            lookup.problem(
                    setting,
                    "the pattern " + name + " cannot be read: " + e.getDescription() + where,
                    "a regular expression as Java has them");
        }
    }
}
