package io.sidetone.page;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Scripts and styles without the comments that are for those who work on them: a fifth of what would have to be sent. Only
 * comments that begin a line go, so that no string or expression has to be understood; their lines stay, empty, so that
 * a browser names the same lines as the source. Pure.
 */
final class Slim {
    /** A line may not begin like a comment within a text of several lines: {@code PageFilesTest} knows that none does. */
    private static final Pattern COMMENT = Pattern.compile(
            "(?m)^[ \\t]*(?:/\\*[^*]*+\\*++(?:[^/*][^*]*+\\*++)*+/|//.*)[ \\t]*$"); // to its own end, not to another's

    private Slim() {}

    /** @param name by its ending; what is neither a script nor a style comes back as it is */
    static byte[] of(String name, byte[] content) {
        if (!name.endsWith(".js") && !name.endsWith(".css")) {
            return content;
        }
        String text = new String(content, StandardCharsets.UTF_8);
        return COMMENT.matcher(text)
                .replaceAll(comment -> "\n".repeat(lineEnds(comment.group())))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static int lineEnds(String text) {
        return (int) text.chars().filter(it -> it == '\n').count();
    }
}
