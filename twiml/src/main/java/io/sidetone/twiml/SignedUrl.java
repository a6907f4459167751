package io.sidetone.twiml;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * A URL cut up as text, never parsed and written again: percent-escapes must stay as Twilio signed them.
 *
 * @param scheme in lower case
 * @param host as given, IPv6 with its brackets
 * @param port with its colon, or empty
 * @param path from the first slash to the query; may be empty
 * @param query with its question mark, or empty
 */
record SignedUrl(String scheme, String host, String port, String path, String query) {

    /** Cuts the URL up; user-info and fragment are dropped, as Twilio signs neither. */
    static SignedUrl parse(String url) {
        int schemeEnd = url.indexOf("://");
        if (schemeEnd < 1) {
            throw new IllegalArgumentException(
                    "the URL to verify is \"" + url + "\"; expected the absolute public URL that Twilio called");
        }
        int authorityStart = schemeEnd + 3;
        int fragment = url.indexOf('#', authorityStart);
        String whole = fragment < 0 ? url : url.substring(0, fragment);
        int queryStart = indexOf(whole, '?', authorityStart);
        int pathStart = Math.min(indexOf(whole, '/', authorityStart), queryStart);

        String userAndHost = whole.substring(authorityStart, pathStart);
        String authority = userAndHost.substring(userAndHost.lastIndexOf('@') + 1);
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']');
        return new SignedUrl(
                url.substring(0, schemeEnd).toLowerCase(Locale.ROOT),
                hasPort ? authority.substring(0, colon) : authority,
                hasPort ? authority.substring(colon) : "",
                whole.substring(pathStart, queryStart),
                whole.substring(queryStart));
    }

    private static int indexOf(String text, char wanted, int from) {
        int index = text.indexOf(wanted, from);
        return index < 0 ? text.length() : index;
    }

    /** What Twilio may have signed for a webhook at this URL: with and without a port, as it was never consistent. */
    Set<String> webhookCandidates() {
        Set<String> candidates = new LinkedHashSet<>();
        addWithAndWithoutPort(candidates, scheme, path);
        return candidates;
    }

    /**
     * What Twilio may have signed for a WebSocket upgrade at this URL: with a socket's scheme, with and without a port,
     * with and without a slash at the end.
     */
    Set<String> upgradeCandidates() {
        String socketScheme =
                switch (scheme) {
                    case "https" -> "wss";
                    case "http" -> "ws";
                    default -> scheme;
                };
        String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        Set<String> candidates = new LinkedHashSet<>();
        addWithAndWithoutPort(candidates, socketScheme, path);
        addWithAndWithoutPort(candidates, socketScheme, bare);
        addWithAndWithoutPort(candidates, socketScheme, bare + "/");
        return candidates;
    }

    private void addWithAndWithoutPort(Set<String> candidates, String aScheme, String aPath) {
        String defaultPort = aScheme.equals("https") || aScheme.equals("wss") ? ":443" : ":80";
        candidates.add(aScheme + "://" + host + port + aPath + query);
        candidates.add(aScheme + "://" + host + aPath + query);
        candidates.add(aScheme + "://" + host + (port.isEmpty() ? defaultPort : port) + aPath + query);
    }
}
