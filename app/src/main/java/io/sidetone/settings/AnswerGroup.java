package io.sidetone.settings;

import io.sidetone.settings.Settings.Answer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a call is answered with. */
final class AnswerGroup {
    private static final Setting<String> ANNOUNCE = Setting.optional(
            "answer.announce",
            Types.text("a sentence"),
            "Spoken before anything else, such as that the call is transcribed.");
    private static final Setting<String> LANGUAGE =
            Setting.optional("answer.language", Types.languageTag(), "Language of the voice that speaks.");
    private static final Setting<String> NUMBER =
            Setting.optional("answer.dial.number", Types.phoneNumber(), "Phone number that calls are connected to.");
    private static final Setting<String> CLIENT = Setting.optional(
            "answer.dial.client", Types.matching("\\S{1,256}", "a client's name"), "Or a Twilio client (softphone).");
    private static final Setting<String> SIP = Setting.optional(
            "answer.dial.sip", Types.matching("sip:[^@\\s]+@\\S+", "sip:user@host"), "Or a SIP address.");
    static final Setting<String> QUEUE = Setting.optional(
            "answer.dial.queue",
            Types.matching("\\S.{0,63}", "a queue's name"),
            "Or the first who waits in a Twilio queue.");
    private static final Setting<Integer> TIMEOUT = Setting.of(
            "answer.dial.timeout-seconds", Types.wholeNumber(5, 600), "20", "How long the dialled side may ring.");
    private static final Setting<String> CALLER_ID = Setting.byRule(
            "answer.dial.caller-id", Types.callerId(), "the caller's", "Number that the dialled side sees.");
    private static final Setting<String> FALLBACK = Setting.optional(
            "answer.dial.fallback",
            Types.dialOrSay(),
            "What follows when nobody answers: `number:+1555…`, `client:name`, `sip:…`, `queue:name` or `say:words`.");
    private static final Setting<String> INBOUND_ROLE =
            Setting.of("answer.roles.inbound", Types.role(), "caller", "Role of the side that Twilio calls inbound.");
    private static final Setting<String> OUTBOUND_ROLE =
            Setting.of("answer.roles.outbound", Types.role(), "agent", "Role of the other side.");
    private static final Setting<String> PARAMETERS = Setting.optional(
            "answer.parameters.*", Types.text("some text"), "Custom parameters for the stream, kept with the call.");

    private static final List<Setting<String>> TARGETS = List.of(NUMBER, CLIENT, SIP, QUEUE);

    static final List<Setting<?>> ALL = List.of(
            ANNOUNCE,
            LANGUAGE,
            NUMBER,
            CLIENT,
            SIP,
            QUEUE,
            TIMEOUT,
            CALLER_ID,
            FALLBACK,
            INBOUND_ROLE,
            OUTBOUND_ROLE,
            PARAMETERS);

    /** Twilio's own limit for a parameter's name and value together. */
    private static final int MOST_PARAMETER_CHARACTERS = 500;

    private AnswerGroup() {}

    static Answer read(Lookup lookup) {
        String announce = lookup.optional(ANNOUNCE);
        String language = lookup.optional(LANGUAGE);
        String target = target(lookup);
        Duration timeout = Duration.ofSeconds(lookup.value(TIMEOUT));
        String callerId = lookup.optional(CALLER_ID);
        String fallback = lookup.optional(FALLBACK);
        if (TARGETS.stream().noneMatch(lookup::isGiven)) {
            List.of(TIMEOUT, CALLER_ID, FALLBACK).stream()
                    .filter(lookup::isGiven)
                    .forEach(idle -> lookup.problem(idle, "answer.dial.number, client, sip or queue beside it"));
        }
        boolean somethingIsSaid = lookup.isGiven(ANNOUNCE) || (fallback != null && fallback.startsWith("say:"));
        if (lookup.isGiven(LANGUAGE) && !somethingIsSaid) {
            lookup.problem(LANGUAGE, "answer.announce, or an answer.dial.fallback that says something, beside it");
        }
        return new Answer(
                announce,
                language,
                target,
                timeout,
                callerId,
                fallback,
                lookup.value(INBOUND_ROLE),
                lookup.value(OUTBOUND_ROLE),
                parameters(lookup));
    }

    private static @Nullable String target(Lookup lookup) {
        List<Setting<String>> given = TARGETS.stream().filter(lookup::isGiven).toList();
        given.stream()
                .skip(1)
                .forEach(another -> lookup.problem(
                        another, "one target at most, and " + given.get(0).name() + " is set"));
        return TARGETS.stream()
                .map(setting -> inOneForm(setting, lookup.optional(setting)))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String inOneForm(Setting<String> setting, @Nullable String value) {
        if (value == null || setting.equals(SIP)) {
            return value;
        }
        return setting.name().substring("answer.dial.".length()) + ":" + value;
    }

    private static Map<String, String> parameters(Lookup lookup) {
        Map<String, String> parameters = new LinkedHashMap<>();
        String prefix = "answer.parameters.";
        lookup.namesUnder(prefix).forEach(key -> {
            Setting<String> setting = PARAMETERS.as(prefix + key);
            String value = lookup.optional(setting);
            if (value == null) {
                return;
            }
            if (key.length() + value.length() > MOST_PARAMETER_CHARACTERS) {
                lookup.problem(setting, "name and value within 500 characters, as Twilio demands");
            }
            parameters.put(key, value);
        });
        return parameters;
    }
}
