package io.sidetone.twiml;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The shapes of URL that Twilio accepts in an answer. */
final class Urls {
    private static final Pattern LOOPBACK_V4 = Pattern.compile("127(\\.[0-9]{1,3}){3}");

    private Urls() {}

    /** An absolute {@code http} or {@code https} URL with a host, or an error that names it. */
    static URI requireCallback(String what, URI url) {
        String scheme = scheme(url);
        if (!(scheme.equals("https") || scheme.equals("http")) || url.getHost() == null) {
            throw new IllegalArgumentException(
                    what + " is " + url + "; expected an absolute https URL, as Twilio calls it from outside");
        }
        return url;
    }

    /** A {@code wss} URL as Twilio connects to it; {@code ws} only where no network is crossed. */
    static URI requireMedia(URI url) {
        String scheme = scheme(url);
        boolean local = scheme.equals("ws") && isLoopback(url.getHost());
        if (!(scheme.equals("wss") || local) || url.getHost() == null) {
            throw new IllegalArgumentException("the stream's url is " + url
                    + "; Twilio accepts an absolute wss URL only (error 31922), and ws works on loopback alone:"
                    + " give the server an https public URL");
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException("the stream's url is " + url
                    + "; Twilio drops what follows the path: use path segments or stream parameters");
        }
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException("the stream's url carries user-info; use a token in the path instead");
        }
        return url;
    }

    private static String scheme(URI url) {
        String scheme = url.getScheme();
        return scheme == null ? "" : scheme.toLowerCase(Locale.ROOT);
    }

    private static boolean isLoopback(@Nullable String host) {
        return host != null
                && (host.equals("localhost") || LOOPBACK_V4.matcher(host).matches() || host.equals("[::1]"));
    }
}
