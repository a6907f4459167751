package io.sidetone.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever the digits and however they are grouped, written or said: all of them are masked, and twice is once. */
class RandomNumbersTest {
    private static final int ROUNDS = 4_000;
    private static final String[] JOINS = {" ", ", ", ". ", "-", " - ", "/", "."};
    private static final Redaction EVERYTHING =
            new Redaction(true, true, true, Map.of("account", Pattern.compile("AC-[0-9]+")));
    private static final Redactor ALL = new Redactor(EVERYTHING, name -> {});

    private final Random random = new Random(711);

    @ParameterizedTest
    @EnumSource(Speaker.class)
    void sixDigitsAndMoreAreMaskedAnywhere(Speaker speaker) {
        for (int i = 0; i < ROUNDS; i++) {
            String number = number(speaker, 6 + random.nextInt(20));
            for (String language : new String[] {speaker.tag(), null}) {
                assertThat(ALL.mask("xyz " + number + " qwk", language))
                        .as(number)
                        .matches("xyz \\[(card|number|phone)] qwk");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Speaker.class)
    void fourDigitsAndMoreAreMaskedAtAnEdge(Speaker speaker) {
        for (int i = 0; i < ROUNDS; i++) {
            String number = number(speaker, 4 + random.nextInt(4));
            assertThat(ALL.mask(number + " qwk", speaker.tag())).as(number).matches("\\[(number|phone)] qwk");
            assertThat(ALL.mask("xyz " + number + ".", speaker.tag()))
                    .as(number)
                    .matches("xyz \\[(number|phone)]\\.");
            assertThat(ALL.maskJoined("xyz " + number + " qwk", speaker.tag()))
                    .as(number)
                    .matches("xyz \\[(number|phone)] qwk");
        }
    }

    @ParameterizedTest
    @EnumSource(Speaker.class)
    void numbersAreReadAsTheyAreMeant(Speaker speaker) {
        for (int first = 0; first < 10; first++) {
            for (int second = 0; second < 10; second++) {
                assertThat(NumberReader.read(Steps.of(speaker.two(first, second))))
                        .as(speaker.two(first, second))
                        .isEqualTo("" + first + second);
            }
        }
    }

    @Test
    void maskingNeverThrowsAndTwiceIsOnce() {
        List<String> pieces = Stream.of(
                        Language.ALL.stream().flatMap(language -> language.numerals().keySet().stream()),
                        Language.ALL.stream().flatMap(language -> language.fillers().stream()),
                        Stream.of("at", "dot", "@", ".", "arobase", "point", "gmail", "com", "example", "plus", "dash"),
                        Stream.of("[card]", "[account]", "[", "]", "card", "(", ")", "+", "$", "€", "%", ":", "'"),
                        Stream.of("\uD83D\uDC4B", "\uD83D", "\uDC4B", "e\u0301", "\u0301", "\u00A0", "\u200B", "\0"),
                        Stream.of("AC-12", "AC-", "xyz", "x", "zweitausendhundert", "tausend", "hundertx", "10:30"))
                .flatMap(all -> all)
                .collect(Collectors.toCollection(ArrayList::new));
        for (int i = 0; i < 100; i++) {
            pieces.add(String.valueOf(random.nextInt(20_000)));
        }
        List<String> tags = List.of("en", "fr", "de", "es", "it", "pt", "nl", "multi");
        for (int i = 0; i < 5 * ROUNDS; i++) {
            List<String> words = new ArrayList<>();
            for (int length = random.nextInt(14); length > 0; length--) {
                words.add(pieces.get(random.nextInt(pieces.size())) + (random.nextInt(4) == 0 ? "," : ""));
            }
            String text = String.join(random.nextInt(5) == 0 ? "" : " ", words);
            Redactor redactor = new Redactor(some(), name -> {});
            twiceIsOnce(redactor, text, words, tags.get(random.nextInt(tags.size())));
        }
    }

    private void twiceIsOnce(Redactor redactor, String text, List<String> words, String language) {
        Masked once = redactor.mask(text, words, language);
        assertThat(redactor.mask(text, language)).isEqualTo(once.text());
        assertThat(redactor.mask(once.text(), language)).as(text).isEqualTo(once.text());
        String joined = redactor.maskJoined(text, language);
        assertThat(redactor.maskJoined(joined, language)).as(text).isEqualTo(joined);

        List<String> shown = once.words().stream().map(Masked.Part::text).toList();
        assertThat(String.join(" ", shown)).isEqualTo(redactor.mask(String.join(" ", words), language));
        int next = 0;
        for (Masked.Part part : once.words()) {
            assertThat(part.from()).isEqualTo(next);
            assertThat(part.to()).isGreaterThan(next);
            next = part.to();
        }
        assertThat(next).isEqualTo(words.size());
    }

    private Redaction some() {
        return new Redaction(
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean() ? EVERYTHING.patterns() : Map.of());
    }

    /** So many digits in random groups, each written, or said one by one, by twos, or as a digit said twice. */
    private String number(Speaker speaker, int length) {
        StringBuilder number = new StringBuilder();
        int left = length;
        boolean afterPair = false;
        while (left > 0) {
            int size = Math.min(left, 1 + random.nextInt(5));
            boolean isPair = size == 2 && random.nextInt(3) > 0;
            String group = isPair ? pair(speaker) : random.nextBoolean() ? written(size) : said(speaker, size);
            if (number.length() > 0) {
                // as with "twenty" and "five", only a pause tells where a number ends
                number.append(isPair || afterPair ? ", " : JOINS[random.nextInt(JOINS.length)]);
                if (random.nextInt(8) == 0 && speaker == Speaker.EN) {
                    number.append("uh ");
                }
            }
            number.append(group);
            afterPair = isPair;
            left -= size;
        }
        return number.toString();
    }

    private String pair(Speaker speaker) {
        int digit = random.nextInt(10);
        return random.nextInt(4) == 0 ? speaker.twice(digit) : speaker.two(random.nextInt(10), random.nextInt(10));
    }

    private String written(int size) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < size; i++) {
            digits.append(random.nextInt(10));
        }
        return digits.toString();
    }

    private String said(Speaker speaker, int size) {
        return Stream.generate(() -> speaker.digit(random.nextInt(10)))
                .limit(size)
                .collect(Collectors.joining(" "));
    }
}
