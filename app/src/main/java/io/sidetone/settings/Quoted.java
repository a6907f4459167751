package io.sidetone.settings;

import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Values in messages and in the list of settings: on one line, not endless, and without what is nobody's business. */
final class Quoted {
    static final String HIDDEN = "(hidden)";

    private static final int LONGEST = 120;
    private static final Pattern USER_INFO = Pattern.compile("//[^/?#]*@");
    private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}+");

    private Quoted() {}

    /** A text somebody wrote, in quotation marks. */
    static String text(String text) {
        return "'" + plain(text) + "'";
    }

    /** A value in force. Queries of addresses are hidden: some receivers keep their keys there. */
    static String value(Object value) {
        if (value instanceof List<?> list) {
            return list.isEmpty() ? "(none)" : list.stream().map(Quoted::value).collect(Collectors.joining(", "));
        }
        if (value instanceof URI uri && uri.getRawQuery() != null) {
            return plain(uri.toString().replace("?" + uri.getRawQuery(), "?…"));
        }
        return plain(String.valueOf(value));
    }

    static String plain(String text) {
        String line =
                CONTROLS.matcher(USER_INFO.matcher(text).replaceAll("//…@")).replaceAll(" ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
