package io.sidetone.twiml;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whom a caller is connected to. */
public sealed interface DialTarget {
    /**
     * A telephone number.
     *
     * @param e164 with its country: {@code +} and 7 to 15 digits; spaces, dots, dashes and brackets are removed
     */
    record PhoneNumber(String e164) implements DialTarget {
        private static final Pattern SEPARATORS = Pattern.compile("[\\s().\\-]");
        private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");

        /**
         * Removes separators and checks the rest.
         *
         * @throws IllegalArgumentException if it is not an E.164 number
         */
        public PhoneNumber {
            String given = e164;
            e164 = SEPARATORS.matcher(given).replaceAll("");
            if (!E164.matcher(e164).matches()) {
                throw new IllegalArgumentException("the number to dial is \"" + given
                        + "\"; expected it with its country, such as +15005550006 (in quotes in YAML)");
            }
        }
    }

    /**
     * A user of a browser or app on the Voice SDK.
     *
     * @param identity the name the user signed in with
     */
    record Client(String identity) implements DialTarget {
        /**
         * Checks the name.
         *
         * @throws IllegalArgumentException if it is blank or XML cannot carry it
         */
        public Client {
            XmlText.require("the client to dial", identity);
        }
    }

    /**
     * A SIP address. Headers may follow as a query: {@code sip:desk@pbx.example.com;transport=tls?X-Team=a}.
     *
     * @param uri with {@code sip:} or {@code sips:}; {@code sip:} is put before an address without either
     */
    record Sip(String uri) implements DialTarget {
        /**
         * Adds the scheme if it is missing and checks the address.
         *
         * @throws IllegalArgumentException if it is not a SIP address
         */
        public Sip {
            XmlText.require("the SIP address to dial", uri);
            String lower = uri.toLowerCase(Locale.ROOT);
            if (!lower.startsWith("sip:") && !lower.startsWith("sips:")) {
                uri = "sip:" + uri;
            }
            if (!isAddress(uri)) {
                throw new IllegalArgumentException("the SIP address to dial is \"" + uri
                        + "\"; expected one such as sip:desk@pbx.example.com, special characters percent-encoded");
            }
        }

        private static boolean isAddress(String uri) {
            try {
                String address = new URI(uri).getRawSchemeSpecificPart();
                int at = address.indexOf('@');
                return at > 0 && at < address.length() - 1;
            } catch (URISyntaxException e) {
                return false;
            }
        }
    }

    /**
     * The caller who has waited longest in a queue. Twilio reports no progress for it.
     *
     * @param name the queue's name
     */
    record Queue(String name) implements DialTarget {
        /**
         * Checks the name.
         *
         * @throws IllegalArgumentException if it is blank or XML cannot carry it
         */
        public Queue {
            XmlText.require("the queue to dial", name);
        }
    }

    /**
     * A target as written in one setting: {@code +15005550006}, {@code client:tech-anna},
     * {@code sip:desk@pbx.example.com} or {@code queue:support}.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    static DialTarget parse(String text) {
        String trimmed = text.strip();
        int colon = trimmed.indexOf(':');
        String kind = colon < 0 ? "" : trimmed.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = trimmed.substring(colon + 1);
        return switch (kind) {
            case "number" -> new PhoneNumber(rest);
            case "client" -> new Client(rest);
            case "sip", "sips" -> new Sip(trimmed);
            case "queue" -> new Queue(rest);
            case "" -> new PhoneNumber(trimmed);
            default ->
                throw new IllegalArgumentException("the target to dial is \"" + trimmed
                        + "\"; expected a number such as +15005550006, or client:, sip: or queue: and a name");
        };
    }

    /**
     * The target of the settings, of which at most one may be given; blank counts as not given.
     *
     * @throws IllegalArgumentException if more than one is given, or the one is malformed
     */
    static Optional<DialTarget> of(
            @Nullable String number, @Nullable String client, @Nullable String sip, @Nullable String queue) {
        List<DialTarget> given = new ArrayList<>();
        addIfGiven(given, number, PhoneNumber::new);
        addIfGiven(given, client, Client::new);
        addIfGiven(given, sip, Sip::new);
        addIfGiven(given, queue, Queue::new);
        if (given.size() > 1) {
            throw new IllegalArgumentException(
                    "more than one target to dial is given: " + given + "; keep one of number, client, sip and queue");
        }
        return given.stream().findFirst();
    }

    private static void addIfGiven(List<DialTarget> given, @Nullable String value, Function<String, DialTarget> kind) {
        if (value != null && !value.isBlank()) {
            given.add(kind.apply(value));
        }
    }
}
