package io.sidetone.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LanguageTest {

    @Test
    void whereTheLanguageIsNotKnownAWordMeansOneNumber() {
        Map<String, Integer> values = new HashMap<>();
        for (Language language : Language.ALL) {
            language.numerals().forEach((word, numeral) -> {
                Integer other = values.putIfAbsent(word, numeral.value());
                assertThat(other == null || other == numeral.value())
                        .as("%s of %s", word, language.tag())
                        .isTrue();
            });
        }
    }

    @Test
    void tablesAreWrittenAsTextsAreFolded() {
        for (Language language : Language.ALL) {
            assertThat(language.numerals().keySet())
                    .allSatisfy(word -> assertThat(Tokens.fold(word)).isEqualTo(word));
            assertThat(language.fillers())
                    .allSatisfy(word -> assertThat(Tokens.fold(word)).isEqualTo(word));
            assertThat(language.otherwise()).noneMatch(language.numerals()::containsKey);
        }
    }

    @Test
    void tagsMayHaveRegionsAndAnyCase() {
        for (String tag : List.of("en", "en-US", "EN_gb")) {
            assertThat(Lexicon.of(tag)).isSameAs(Lexicon.of("en"));
        }
        for (String tag : List.of("multi", "sv", "", "zh-Hans")) {
            assertThat(Lexicon.of(tag)).isSameAs(Lexicon.of(null));
        }
    }
}
