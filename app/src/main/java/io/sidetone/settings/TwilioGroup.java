package io.sidetone.settings;

import io.sidetone.settings.Settings.ForeignStreams;
import io.sidetone.settings.Settings.Http;
import io.sidetone.settings.Settings.Twilio;
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

    static final List<Setting<?>> ALL = List.of(ACCOUNT_SID, AUTH_TOKEN, FOREIGN_STREAMS);

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
        return new Twilio(
                sid, tokens == null ? List.of() : tokens, ForeignStreams.valueOf(foreign.toUpperCase(Locale.ROOT)));
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
