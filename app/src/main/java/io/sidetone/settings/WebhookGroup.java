package io.sidetone.settings;

import io.sidetone.redaction.Redaction;
import io.sidetone.settings.Settings.Filter;
import io.sidetone.settings.Settings.Retry;
import io.sidetone.settings.Settings.Webhook;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Receivers of events: a list of them in the file, or a single one that any source can name. */
final class WebhookGroup {
    static final String LIST = "webhooks";

    private static final String[] TYPES = {
        "call.started",
        "leg.started",
        "transcript.final",
        "utterance.completed",
        "fault",
        "dtmf",
        "call.paused",
        "call.resumed",
        "leg.ended",
        "call.ended"
    };
    private static final String HOW_TO_MAKE_A_SECRET =
            "whsec_ and 24 to 64 random bytes in base64; make one with: echo whsec_$(openssl rand -base64 32)";

    private static final Setting<String> NAME = Setting.optional(
            "webhooks[].name",
            Types.matching("[A-Za-z0-9][A-Za-z0-9_-]{0,63}", "a short name of letters, digits, - and _"),
            "Its name, under which its progress is kept: must be unique and should stay.");
    private static final Setting<URI> URL = Setting.optional(
            "webhooks[].url",
            Types.url("http|https", "https://nlu.example.com/hook", true),
            "Where events are POSTed.");
    private static final Setting<List<Secret>> SECRET = Setting.optional(
            "webhooks[].secret",
            Types.listOf(new Type.One<>(HOW_TO_MAKE_A_SECRET, true, WebhookGroup::secret)),
            "Signs them (Standard Webhooks): `whsec_` and base64 of 24 to 64 random bytes; two while you change over,"
                    + " the newer first.");
    private static final Setting<List<String>> EVENTS = Setting.of(
            "webhooks[].events",
            Types.listOf(Types.oneOf(TYPES)),
            "call.started, transcript.final, call.ended",
            "Types of events it takes.");
    private static final Setting<List<String>> INCLUDE = Setting.optional(
            "webhooks[].include", Types.listOf(Types.oneOf("words")), "`words` adds the time of every word.");
    private static final Setting<String> ORDER = Setting.of(
            "webhooks[].order",
            Types.oneOf("call"),
            "call",
            "Events of one call come one after another; calls do not wait for each other.");
    private static final Setting<Integer> BASE = Setting.of(
            "webhooks[].retry.base-ms",
            Types.wholeNumber(10, 60_000),
            "1000",
            "First pause after a failure; the next ones grow.");
    private static final Setting<Integer> CAP =
            Setting.of("webhooks[].retry.cap-seconds", Types.wholeNumber(1, 86_400), "300", "Longest pause.");
    private static final Setting<Integer> MAX_AGE = Setting.of(
            "webhooks[].retry.max-age-hours",
            Types.wholeNumber(1, 8_760),
            "72",
            "An event older than this is set aside.");
    private static final Setting<Integer> REFUSED = Setting.of(
            "webhooks[].retry.refused-attempts",
            Types.wholeNumber(1, 100),
            "3",
            "Attempts for an event that the receiver calls wrong (400, 413, 415, 422).");
    private static final Setting<Integer> TIMEOUT =
            Setting.of("webhooks[].timeout-seconds", Types.wholeNumber(1, 30), "10", "Limit for one attempt.");
    private static final Setting<List<String>> ROLES = Setting.optional(
            "webhooks[].filter.roles",
            Types.listOf(Types.role()),
            "Only events of legs with these roles, and those of the whole call.");
    private static final Setting<List<String>> LABELS = Setting.optional(
            "webhooks[].filter.labels",
            Types.listOf(Types.matching("[^=]+=.*", "a label and its value, such as queue=support")),
            "Only calls with all of these labels, each as `name=value`.");
    private static final Setting<Integer> CONCURRENCY = Setting.of(
            "webhooks[].concurrency",
            Types.wholeNumber(1, 256),
            "64",
            "Requests at once at the most; fewer while the receiver is overloaded.");
    private static final Setting<List<String>> ALLOW_NETWORKS = Setting.optional(
            "webhooks[].allow-networks",
            Types.listOf(Types.network()),
            "Networks it may lead to though they are link-local or a cloud's own.");
    private static final Setting<Boolean> CONFLICT_IS_DELIVERED = Setting.of(
            "webhooks[].conflict-is-delivered",
            Types.yesOrNo(),
            "false",
            "For a receiver that answers 409 to what it has already.");

    private static final Setting<URI> ONE_URL =
            Setting.optional("webhook.url", URL.type(), "The only receiver, instead of a list.");
    private static final Setting<List<Secret>> ONE_SECRET =
            Setting.optional("webhook.secret", SECRET.type(), SECRET.meaning());
    private static final Setting<List<String>> ONE_EVENTS =
            Setting.of("webhook.events", EVENTS.type(), Objects.requireNonNull(EVENTS.fallback()), EVENTS.meaning());
    private static final Setting<List<String>> ONE_INCLUDE =
            Setting.optional("webhook.include", INCLUDE.type(), INCLUDE.meaning());

    private static final List<Setting<?>> ONE = List.of(ONE_URL, ONE_SECRET, ONE_EVENTS, ONE_INCLUDE);

    static final List<Setting<?>> ALL = Stream.of(
                    ONE,
                    List.of(NAME, URL, SECRET, EVENTS, INCLUDE, ORDER, BASE, CAP, MAX_AGE, REFUSED, TIMEOUT),
                    List.of(ROLES, LABELS, CONCURRENCY, ALLOW_NETWORKS, CONFLICT_IS_DELIVERED),
                    RedactionGroup.OF_WEBHOOK)
            .<Setting<?>>flatMap(List::stream)
            .toList();

    /** The name of the receiver that needs none. */
    private static final String ONLY = "webhook";

    private static final String PREFIX = "whsec_";
    private static final int MOST_SECRETS = 2;

    private final Lookup lookup;
    private final Redaction journal;

    private WebhookGroup(Lookup lookup, Redaction journal) {
        this.lookup = lookup;
        this.journal = journal;
    }

    /** @param journal what nobody is shown */
    static List<Webhook> read(Lookup lookup, Redaction journal) {
        WebhookGroup group = new WebhookGroup(lookup, journal);
        Optional<Setting<?>> one = ONE.stream().filter(lookup::isGiven).findFirst();
        if (one.isEmpty()) {
            return group.listed();
        }
        if (lookup.objects(LIST) > 0) {
            lookup.problem(one.get(), "either webhook.* or the list of webhooks in the file, not both");
        }
        return group.only();
    }

    private List<Webhook> only() {
        URI url = needed(ONE_URL, URL.type().expected());
        List<Secret> secrets = secrets(ONE_SECRET);
        List<String> events = lookup.value(ONE_EVENTS);
        Set<String> include = include(ONE_INCLUDE);
        if (url == null || secrets == null) {
            return List.of();
        }
        Retry retry = retry(BASE.standard(), CAP.standard(), MAX_AGE.standard(), REFUSED.standard());
        Duration timeout = Duration.ofSeconds(TIMEOUT.standard());
        return List.of(new Webhook(
                ONLY,
                url,
                secrets,
                events,
                Filter.NONE,
                include,
                retry,
                timeout,
                CONCURRENCY.standard(),
                List.of(),
                false,
                Redaction.OFF));
    }

    private List<Webhook> listed() {
        List<Webhook> webhooks = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int place = 0; place < lookup.objects(LIST); place++) {
            Webhook webhook = listed(place);
            if (webhook != null && !names.add(webhook.name())) {
                lookup.problem(at(place, NAME), "a name that no other webhook has");
            } else if (webhook != null) {
                webhooks.add(webhook);
            }
        }
        return webhooks;
    }

    private @Nullable Webhook listed(int place) {
        String name = needed(at(place, NAME), NAME.type().expected());
        URI url = needed(at(place, URL), URL.type().expected());
        List<Secret> secrets = secrets(at(place, SECRET));
        List<String> events = lookup.value(at(place, EVENTS));
        Set<String> include = include(at(place, INCLUDE));
        lookup.value(at(place, ORDER));
        Retry retry = retry(
                lookup.value(at(place, BASE)),
                lookup.value(at(place, CAP)),
                lookup.value(at(place, MAX_AGE)),
                lookup.value(at(place, REFUSED)));
        Duration timeout = Duration.ofSeconds(lookup.value(at(place, TIMEOUT)));
        Redaction redact = RedactionGroup.more(lookup, place, journal);
        Filter filter = filter(place);
        int concurrency = lookup.value(at(place, CONCURRENCY));
        List<String> networks = lookup.optional(at(place, ALLOW_NETWORKS));
        boolean conflict = lookup.value(at(place, CONFLICT_IS_DELIVERED));
        return name == null || url == null || secrets == null
                ? null
                : new Webhook(
                        name,
                        url,
                        secrets,
                        events,
                        filter,
                        include,
                        retry,
                        timeout,
                        concurrency,
                        networks == null ? List.of() : networks,
                        conflict,
                        redact);
    }

    private @Nullable List<Secret> secrets(Setting<List<Secret>> setting) {
        List<Secret> secrets = needed(setting, HOW_TO_MAKE_A_SECRET);
        if (secrets != null && secrets.size() > MOST_SECRETS) {
            lookup.problem(setting, "one secret, or two while you change over, the newer first");
        }
        return secrets == null || secrets.isEmpty() ? null : secrets;
    }

    private Filter filter(int place) {
        List<String> roles = lookup.optional(at(place, ROLES));
        List<String> labels = lookup.optional(at(place, LABELS));
        Map<String, String> values = new LinkedHashMap<>();
        for (String label : labels == null ? List.<String>of() : labels) {
            int equals = label.indexOf('=');
            String former = values.put(label.substring(0, equals), label.substring(equals + 1));
            if (former != null) {
                lookup.problem(at(place, LABELS), "one value for each label");
            }
        }
        return new Filter(roles == null ? Set.of() : Set.copyOf(roles), values);
    }

    private <T> @Nullable T needed(Setting<T> setting, String expected) {
        if (!lookup.isGiven(setting)) {
            lookup.problem(setting, expected);
            return null;
        }
        return lookup.optional(setting);
    }

    private Set<String> include(Setting<List<String>> setting) {
        List<String> words = lookup.optional(setting);
        return words == null ? Set.of() : new LinkedHashSet<>(words);
    }

    private static Retry retry(int baseMs, int capSeconds, int maxAgeHours, int refusedAttempts) {
        return new Retry(
                Duration.ofMillis(baseMs),
                Duration.ofSeconds(capSeconds),
                Duration.ofHours(maxAgeHours),
                refusedAttempts);
    }

    /** The setting of the receiver at a place of the list. */
    static <T> Setting<T> at(int place, Setting<T> setting) {
        return setting.as(setting.name().replace("[]", "[" + place + "]"));
    }

    /** With its prefix, whether it was written or not. */
    private static @Nullable Secret secret(String text) {
        byte[] key = Base64.getDecoder().decode(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text);
        boolean fits = key.length >= 24 && key.length <= 64;
        return fits ? new Secret(PREFIX + Base64.getEncoder().encodeToString(key)) : null;
    }
}
