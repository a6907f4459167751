package io.sidetone.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatternsTest {
    private final List<String> slow = new ArrayList<>();

    private Redactor redactor(String... patterns) {
        Map<String, Pattern> byName = new LinkedHashMap<>();
        for (int i = 0; i < patterns.length; i += 2) {
            byName.put(patterns[i], Pattern.compile(patterns[i + 1]));
        }
        return new Redactor(new Redaction(false, false, false, byName), slow::add);
    }

    @Test
    void aMatchIsReplacedByItsName() {
        Redactor redactor = redactor("account", "\\bAC-[0-9]{3}\\b", "street", "(?i)main street");

        assertThat(redactor.mask("AC-123 and AC-1234 on Main Street, AC-456", "en"))
                .isEqualTo("[account] and AC-1234 on [street], [account]");
        assertThat(slow).isEmpty();
    }

    @Test
    void theLongerOfTwoNamesWhatBothFind() {
        Redaction rules = new Redaction(true, true, true, Map.of("account", Pattern.compile("AC[0-9 ]+[0-9]")));
        Redactor redactor = new Redactor(rules, slow::add);

        assertThat(redactor.mask("my AC 1234 5678 here", "en")).isEqualTo("my [account] here");
    }

    @Test
    void aPatternNeverShowsMoreOfANumber() {
        Redaction rules = new Redaction(true, false, false, Map.of("part", Pattern.compile("1111")));
        Redactor redactor = new Redactor(rules, slow::add);

        assertThat(redactor.mask("my 4111 1111 1111 1111 here", "en")).isEqualTo("my [card] here");
    }

    @Test
    void anEmptyMatchIsNone() {
        assertThat(redactor("nothing", "x*").mask("abc", "en")).isEqualTo("abc");
    }

    @Test
    void whatWasMaskedIsNotLookedInto() {
        Redactor redactor = redactor("word", "[a-z]+", "all", "[^ ]+");

        assertThat(redactor.mask("ab 12", "en")).isEqualTo("[word] [all]");
        assertThat(redactor.mask("[word] [all] [card]", "en")).isEqualTo("[word] [all] [card]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a+)+b", "(a|aa)+b", "(a*)*b", "(?:a|b|ab)*c"})
    void aPatternThatTakesTooLongMasksTheWholeTextAndIsToldOnce(String expression) {
        Redactor redactor = redactor("bad", expression);
        String text = "well, " + "ab".repeat(100) + "a".repeat(3_000) + "! it was";

        assertThat(redactor.mask(text, "en")).isEqualTo("[pattern]");
        assertThat(redactor.mask(text + text, "en")).isEqualTo("[pattern]");
        assertThat(redactor.mask("short", "en")).isEqualTo("short");
        assertThat(slow).containsExactly("bad");
        Masked words = redactor.mask(text, List.of(text.split(" ", -1)), "en");
        assertThat(words.words()).containsExactly(new Masked.Part(0, text.split(" ", -1).length, "[pattern]"));
    }

    @Test
    void aPatternThatRecursesTooDeepMasksTheWholeText() {
        Redactor redactor = redactor("deep", "(?:(x)|y)*z");

        assertThat(redactor.mask("xy".repeat(200_000), "en")).isEqualTo("[pattern]");
        assertThat(slow).containsExactly("deep");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "card", "email", "number", "pattern", "phone", "Account", "a1", "-a", "a b", "a]"})
    void namesThatCouldBeMistakenAreRefused(String name) {
        Map<String, Pattern> patterns = Map.of(name, Pattern.compile("x"));

        assertThatThrownBy(() -> new Redaction(false, false, false, patterns))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + name + "\"")
                .hasMessageContaining("expected: a name of up to 32 small letters");
    }
}
