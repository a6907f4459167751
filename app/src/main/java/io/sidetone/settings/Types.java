package io.sidetone.settings;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The kinds of values that settings have. */
final class Types {
    static final String ROLE = "[A-Za-z0-9][A-Za-z0-9_-]{0,63}";

    private static final String LANGUAGE_TAG = "[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*";
    private static final String E164 = "\\+[1-9][0-9]{4,14}";
    private static final String TARGET = "number:" + E164 + "|client:\\S{1,256}|sip:[^@\\s]+@\\S+|queue:\\S.{0,63}";

    private Types() {}

    static Type.One<String> text(String expected) {
        return new Type.One<>(expected, false, text -> text.isEmpty() ? null : text);
    }

    static Type.One<String> matching(String pattern, String expected) {
        Pattern compiled = Pattern.compile(pattern);
        return new Type.One<>(expected, false, text -> compiled.matcher(text).matches() ? text : null);
    }

    static Type.One<String> oneOf(String... words) {
        List<String> known = List.of(words);
        String expected = known.size() == 1 ? known.get(0) : "one of " + String.join(", ", known);
        return new Type.One<>(expected, false, text -> known.contains(text) ? text : null);
    }

    static Type.One<Integer> wholeNumber(int least, int most) {
        return new Type.One<>("a whole number from %d to %d".formatted(least, most), false, text -> {
            int value = Integer.parseInt(text);
            return value >= least && value <= most ? value : null;
        });
    }

    static Type.One<Double> number(double least, double most) {
        return new Type.One<>("a number from %s to %s".formatted(least, most), false, text -> {
            double value = Double.parseDouble(text);
            return value >= least && value <= most ? value : null;
        });
    }

    static Type.One<Boolean> yesOrNo() {
        return new Type.One<>("true or false", false, text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> null;
        });
    }

    /** Visible ASCII, since such things travel in headers. */
    static Type.One<Secret> secret(String expected) {
        return new Type.One<>(expected, true, text -> text.matches("[!-~]+") ? new Secret(text) : null);
    }

    static Type.One<Path> path() {
        return new Type.One<>("a path", false, Path::of);
    }

    /** Without the brackets of an IPv6 address. */
    static Type.One<String> host() {
        return new Type.One<>("a host name or an address, without a port", false, text -> {
            String bare = text.replaceFirst("^\\[(.*)]$", "$1");
            boolean address = bare.matches("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]+(%[A-Za-z0-9]+)?");
            return address
                    ? Address.isLiteral(bare.replaceFirst("%.*", "")) ? bare : null
                    : bare.matches("[A-Za-z0-9._-]+") ? bare : null;
        });
    }

    static Type.One<String> languageTag() {
        return matching(LANGUAGE_TAG, "a language tag such as en or en-US");
    }

    static Type.One<String> spokenLanguage() {
        return matching("multi|" + LANGUAGE_TAG, "a language tag such as en or en-US, or multi");
    }

    static Type.One<String> model() {
        return matching("[A-Za-z0-9][A-Za-z0-9._-]*", "a model's name such as nova-3 or flux-general-en");
    }

    static Type.One<String> role() {
        return matching(ROLE, "a word of letters, digits, - and _");
    }

    static Type.One<String> phoneNumber() {
        return matching(E164, "a number such as +15550100");
    }

    static Type.One<String> callerId() {
        return matching(E164 + "|client:\\S{1,256}", "a number such as +15550100, or client:name");
    }

    static Type.One<String> dialOrSay() {
        return matching(
                TARGET + "|say:(?s:.+)", "number:+15550100, client:name, sip:user@host, queue:name or say:some words");
    }

    /** Http and the like: a host, nothing before it; a query only where it is welcome. */
    static Type.One<URI> url(String schemes, String example, boolean queryToo) {
        String rest = queryToo ? "no user name" : "no user name and no query";
        return new Type.One<>("an address such as " + example + ", with " + rest, false, text -> {
            URI uri = URI.create(text);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean fits = List.of(schemes.split("\\|")).contains(scheme)
                    && uri.getHost() != null
                    && uri.getPort() <= 65_535
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null
                    && (queryToo || uri.getRawQuery() == null);
            return fits ? withoutLastSlash(uri, text) : null;
        });
    }

    /** An address and how many of its bits count, such as 169.254.10.0/24. */
    static Type.One<String> network() {
        return new Type.One<>("a network such as 169.254.10.0/24", false, text -> {
            int slash = text.lastIndexOf('/');
            String host = slash < 0 ? "" : text.substring(0, slash);
            int most = host.contains(":") ? 128 : 32;
            boolean fits = Address.isLiteral(host)
                    && text.substring(slash + 1).matches("[0-9]{1,3}")
                    && Integer.parseInt(text.substring(slash + 1)) <= most;
            return fits ? text : null;
        });
    }

    static <T> Type.Many<T> listOf(Type.One<T> each) {
        return new Type.Many<>(each, true);
    }

    private static @Nullable URI withoutLastSlash(URI uri, String text) {
        return uri.getRawQuery() == null ? URI.create(text.replaceFirst("/+$", "")) : uri;
    }
}
