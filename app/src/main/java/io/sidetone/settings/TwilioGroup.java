package io.sidetone.settings;

import io.sidetone.settings.Settings.ForeignStreams;
import io.sidetone.settings.Settings.Http;
import io.sidetone.settings.Settings.Separation;
import io.sidetone.settings.Settings.Twilio;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The account, and the rule that nobody unproved reaches an open port by accident. */
final class TwilioGroup {
    static final Setting<String> ACCOUNT_SID = Setting.optional(
            "twilio.account-sid",
            Types.matching("AC[0-9a-fA-F]{32}", "AC and 32 hexadecimal digits"),
            "The account whose calls are taken; also `TWILIO_ACCOUNT_SID`.");
    static final Setting<List<Secret>> AUTH_TOKEN = Setting.optional(
            "twilio.auth-token",
            Types.listOf(Types.secret("Twilio's auth token, without spaces")),
            "Verifies Twilio's signatures; two while you change over, the newer first. Also `TWILIO_AUTH_TOKEN`.");
    static final Setting<String> FOREIGN_STREAMS = Setting.byRule(
            "twilio.foreign-streams",
            Types.oneOf("signed", "refuse", "open"),
            "`signed` with `twilio.auth-token`, else `open`",
            "Streams that other TwiML than ours starts: only with a valid signature, never, or all of them.");

    static final Setting<URI> API_URL = Setting.of(
            "twilio.api-url",
            Types.url("https|http", "https://api.twilio.com", false),
            "https://api.twilio.com",
            "Twilio's REST API, for streams that are started again: another region, or the simulator.");
    static final Setting<Integer> RESUME = Setting.of(
            "twilio.resume-seconds",
            Types.wholeNumber(0, 600),
            "10",
            "How long a call waits for another stream when its media socket is lost; 0 ends it at once.");
    static final Setting<String> SEPARATION = Setting.of(
            "twilio.separation",
            Types.oneOf("both-tracks", "stream-per-leg"),
            "both-tracks",
            "Both sides on the caller's stream, or a stream of its own for the dialled leg (needs the account).");

    static final List<Setting<?>> ALL = List.of(ACCOUNT_SID, AUTH_TOKEN, FOREIGN_STREAMS, API_URL, RESUME, SEPARATION);

    private static final String PER_LEG = "stream-per-leg";
    private static final String ANY_OF_THEM = "or set twilio.foreign-streams: open to let anybody in, unproved";

    private TwilioGroup() {}

    static Twilio read(Lookup lookup, Http http) {
        boolean proved = lookup.isGiven(AUTH_TOKEN);
        String sid = lookup.optional(ACCOUNT_SID);
        List<Secret> tokens = lookup.optional(AUTH_TOKEN);
        String foreign = lookup.value(FOREIGN_STREAMS, proved ? "signed" : "open");
        if (!proved) {
            withoutProof(lookup, http, foreign);
        }
        String separation = lookup.value(SEPARATION);
        if (separation.equals(PER_LEG)) {
            canFollowDialledLegs(lookup, sid != null && tokens != null);
        }
        return new Twilio(
                sid,
                tokens == null ? List.of() : tokens,
                ForeignStreams.valueOf(foreign.toUpperCase(Locale.ROOT)),
                lookup.value(API_URL),
                Duration.ofSeconds(lookup.value(RESUME)),
                separation.equals(PER_LEG) ? Separation.STREAM_PER_LEG : Separation.BOTH_TRACKS);
    }

    /** The dialled leg's stream is started over REST when its callback says that it has answered. */
    private static void canFollowDialledLegs(Lookup lookup, boolean credentials) {
        if (!credentials) {
            lookup.problem(
                    SEPARATION,
                    "both-tracks, or twilio.account-sid and twilio.auth-token with it: the dialled leg's stream is"
                            + " started over Twilio's REST API");
        }
        if (lookup.isGiven(AnswerGroup.QUEUE)) {
            lookup.problem(
                    SEPARATION, "both-tracks with answer.dial.queue: Twilio does not tell who answers from a queue");
        }
    }

    private static void withoutProof(Lookup lookup, Http http, String foreign) {
        if (foreign.equals("signed")) {
            lookup.problem(
                    FOREIGN_STREAMS, "refuse or open while there is no twilio.auth-token to check signatures with");
        }
        boolean openOnPurpose = lookup.isGiven(FOREIGN_STREAMS) && foreign.equals("open");
        if (!Address.isLoopback(http.host()) && !openOnPurpose) {
            lookup.problem(
                    HttpGroup.HOST,
                    "127.0.0.1 while there is no twilio.auth-token; set the token so that requests can be verified, "
                            + ANY_OF_THEM);
        }
    }
}
