package io.sidetone.api.export;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a reader takes for characters: some are of several code points, and none may be torn. */
final class Characters {
    private static final Pattern CHARACTER = Pattern.compile("\\X");

    private Characters() {}

    /** Where to cut: as far as whole characters go that have room, but behind one at least. */
    static int end(String text, int from, int most) {
        Matcher characters = CHARACTER.matcher(text).region(from, text.length());
        int end = from;
        while (characters.find() && (characters.end() - from <= most || end == from)) {
            end = characters.end();
        }
        return end;
    }
}
