package io.sidetone.api.export;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Breaks the text of a cue into lines: behind a sentence if the rest still has room, else as late as possible. */
final class Lines {
    private static final Pattern SENTENCE = Pattern.compile("[.!?…。！？][\"'»”’)\\]]*\\s+");

    private Lines() {}

    /** As many lines as it takes, none longer than {@code maxLine}, as few as possible. */
    static List<String> of(String text, int maxLine, int maxLines) {
        List<String> lines = greedy(text, maxLine);
        if (lines.size() > 1 && lines.size() <= maxLines) {
            List<String> nicer = behindASentence(text, maxLine, maxLines);
            return nicer.isEmpty() ? lines : nicer;
        }
        return lines;
    }

    private static List<String> behindASentence(String text, int maxLine, int maxLines) {
        Matcher sentence = SENTENCE.matcher(text);
        List<String> best = List.of();
        while (sentence.find() && text.substring(0, sentence.end()).strip().length() <= maxLine) {
            List<String> rest = of(text.substring(sentence.end()), maxLine, maxLines - 1);
            if (rest.size() < maxLines) {
                best = new ArrayList<>(List.of(text.substring(0, sentence.end()).strip()));
                best.addAll(rest);
            }
        }
        return best;
    }

    private static List<String> greedy(String text, int maxLine) {
        List<String> lines = new ArrayList<>();
        String rest = text.strip();
        while (rest.length() > maxLine) {
            int space = rest.lastIndexOf(' ', maxLine);
            int end = space > 0 ? space : Characters.end(rest, 0, maxLine);
            lines.add(rest.substring(0, end).strip());
            rest = rest.substring(end).strip();
        }
        if (!rest.isEmpty()) {
            lines.add(rest);
        }
        return lines;
    }
}
