package io.sidetone.api.export;

import io.sidetone.api.export.Transcript.Piece;
import io.sidetone.api.export.Transcript.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The least part of a text that is not torn apart.
 *
 * @param text with the white space behind it
 */
record Token(String text, long startMs, long endMs) {
    /** Between spaces, and behind full stops that need none. */
    private static final Pattern WORD = Pattern.compile("[^\\s。！？]+[。！？]*\\s*|[。！？]+\\s*");

    private static final Pattern SENTENCE_END = Pattern.compile(".*[.!?…。！？][\"'»”’)\\]]*\\s*");

    /**
     * A final's text in tokens, with the times of its words where these stand in it, else with times by length.
     *
     * @param most characters in one; longer ones are torn between characters
     */
    static List<Token> of(Piece piece, int most) {
        List<Token> tokens = new ArrayList<>();
        for (Token token : words(piece)) {
            token.tear(most, tokens);
        }
        return tokens;
    }

    static String join(List<Token> tokens) {
        StringBuilder joined = new StringBuilder();
        tokens.forEach(token -> joined.append(token.text()));
        return joined.toString().strip();
    }

    boolean endsSentence() {
        return SENTENCE_END.matcher(text).matches();
    }

    private static List<Token> words(Piece piece) {
        List<Token> timed = new ArrayList<>();
        String text = piece.text();
        int end = text.length();
        for (int i = piece.words().size() - 1; i >= 0; i--) { // from behind, so that each takes what follows it
            Word word = piece.words().get(i);
            int at = word.text().isEmpty()
                    ? -1
                    : text.lastIndexOf(word.text(), end - word.text().length());
            if (at < 0) {
                return byLength(piece);
            }
            timed.add(0, new Token(text.substring(at, end), word.startMs(), Math.max(word.startMs(), word.endMs())));
            end = at;
        }
        return end > 0 ? byLength(piece) : timed;
    }

    private static List<Token> byLength(Piece piece) {
        Token whole = new Token(piece.text(), piece.startMs(), Math.max(piece.startMs(), piece.endMs()));
        List<Token> tokens = new ArrayList<>();
        Matcher words = WORD.matcher(piece.text());
        while (words.find()) {
            tokens.add(whole.part(words.start(), words.end()));
        }
        return tokens;
    }

    private Token part(int from, int to) {
        long lengthMs = endMs - startMs;
        return new Token(
                text.substring(from, to),
                startMs + lengthMs * from / text.length(),
                startMs + lengthMs * to / text.length());
    }

    private void tear(int most, List<Token> into) {
        int from = 0;
        while (text.length() - from > most) {
            int to = Characters.end(text, from, most);
            into.add(part(from, to));
            from = to;
        }
        into.add(from == 0 ? this : part(from, text.length()));
    }
}
