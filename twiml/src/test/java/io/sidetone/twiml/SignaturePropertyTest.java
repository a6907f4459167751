package io.sidetone.twiml;

import static org.assertj.core.api.Assertions.assertThat;

import com.twilio.security.RequestValidator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sign, verify, change one character, verify again; and twilio-java's validator as a second opinion. */
class SignaturePropertyTest {
    private static final int ROUNDS = 300;
    private static final String ALPHABET = "abzAZ019 _-.~%2F+&=é日😀";
    private static final String PATH_ALPHABET = "abzAZ019_-.~";

    /** Fixed, so that a failure repeats; each assertion prints its round. */
    private final Random random = new Random(20261121);

    private final RequestSignature check = new RequestSignature(List.of("other-token", "the-token"));
    private final RequestSigner signer = new RequestSigner("the-token");
    private final RequestValidator oracle = new RequestValidator("the-token");

    @Test
    void acceptsWhatWasSignedAndNothingElse() {
        for (int round = 0; round < ROUNDS; round++) {
            String url = "https://h.example/" + text(PATH_ALPHABET, 1, 20) + "?q=" + text(PATH_ALPHABET, 0, 9);
            SortedMap<String, List<String>> form = form();
            String signature = signer.signForm(url, form);

            assertThat(check.verifyForm(url, form, signature).valid())
                    .as("round %d: %s %s", round, url, form)
                    .isTrue();
            assertThat(check.verifyForm(changed(url, 18), form, signature).valid())
                    .as("round %d, other URL: %s", round, url)
                    .isFalse();
            assertThat(check.verifyForm(url, form, changed(signature, 0)).valid())
                    .as("round %d, other signature: %s", round, signature)
                    .isFalse();
            assertThat(check.verifyForm(url, changed(form), signature).valid())
                    .as("round %d, other form: %s", round, form)
                    .isFalse();
        }
    }

    @Test
    void agreesWithTheVendorsValidatorWhereThatOneIsRight() {
        for (int round = 0; round < ROUNDS; round++) {
            String url = "https://h.example/" + text(PATH_ALPHABET, 1, 20) + "?q=" + text(PATH_ALPHABET, 0, 9);
            SortedMap<String, List<String>> form = form();
            Map<String, String> single = form.entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, entry -> entry.getValue().get(0)));
            SortedMap<String, List<String>> same = new TreeMap<>();
            single.forEach((name, value) -> same.put(name, List.of(value)));

            assertThat(oracle.validate(url, single, signer.signForm(url, same)))
                    .as("round %d: %s %s", round, url, single)
                    .isTrue();
        }
    }

    @Test
    void agreesWithTheVendorsValidatorOnJsonBodies() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String body = text(ALPHABET, 0, 60);
            byte[] raw = body.getBytes(StandardCharsets.UTF_8);
            RequestSigner.SignedJson signed = signer.signJson("https://h.example/json", raw);

            assertThat(oracle.validate(signed.url(), body, signed.signature()))
                    .as("round %d: %s", round, body)
                    .isTrue();
            assertThat(check.verifyJson(signed.url(), raw, signed.signature()).valid())
                    .as("round %d: %s", round, body)
                    .isTrue();
        }
    }

    /** Why the validator is not used itself: if this test fails, twilio-java has mended it. */
    @Test
    void refusesASignatureOverAnotherQueryThatTheVendorsValidatorAccepts() {
        String signature = signer.sign("https://h.example:443/x?a=b&c");
        String forged = "https://h.example/x?a=b%26c";

        assertThat(oracle.validate(forged, Map.of(), signature)).isTrue();
        assertThat(check.verifyGet(forged, signature).valid()).isFalse();
    }

    private SortedMap<String, List<String>> form() {
        SortedMap<String, List<String>> form = new TreeMap<>();
        int size = 1 + random.nextInt(8);
        for (int i = 0; i < size; i++) {
            List<String> values = IntStream.rangeClosed(0, random.nextInt(3))
                    .mapToObj(unused -> text(ALPHABET, 0, 12))
                    .toList();
            form.put(i + text(ALPHABET, 0, 6), values);
        }
        return form;
    }

    private SortedMap<String, List<String>> changed(SortedMap<String, List<String>> form) {
        SortedMap<String, List<String>> changed = new TreeMap<>(form);
        List<String> values = Objects.requireNonNull(changed.get(changed.lastKey()));
        // The largest of the values, as the smaller ones may be repetitions, which are not signed.
        String largest = values.stream().max(String::compareTo).orElseThrow();
        changed.put(
                changed.lastKey(),
                values.stream()
                        .map(value -> value.equals(largest) ? value + "!" : value)
                        .toList());
        return changed;
    }

    private String changed(String text, int from) {
        int index = from + random.nextInt(text.length() - from);
        char other = text.charAt(index) == 'x' ? 'y' : 'x';
        return text.substring(0, index) + other + text.substring(index + 1);
    }

    private String text(String alphabet, int min, int max) {
        int[] points = alphabet.codePoints().toArray();
        return random.ints(min + random.nextInt(max - min + 1), 0, points.length)
                .map(i -> points[i])
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
