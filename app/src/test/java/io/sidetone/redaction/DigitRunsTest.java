package io.sidetone.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which digits are masked, as what, and which are left alone. Words around them keep them from the edges. */
class DigitRunsTest {
    private static final Redactor CARDS = new Redactor(new Redaction(true, false, false, Map.of()), name -> {});
    private static final Redactor PHONES = new Redactor(new Redaction(false, false, true, Map.of()), name -> {});

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "the card 4111 1111 1111 1111 thanks         | the card [card] thanks",
                "the card 4111-1111-1111-1111, thanks        | the card [card], thanks",
                "the card 4111111111111111 thanks            | the card [card] thanks",
                "the card 4111. 1111. 1111. 1111. Thanks     | the card [card]. Thanks",
                "the amex 3782 822463 10005 thanks           | the amex [card] thanks",
                "the card 4111 1111 1111 1112 thanks         | the card [number] thanks",
                "the card 4 1 1 1, 1 1 1 1 1 1 1 1 1 1 1 1 x | the card [card] x",
                "about 4111-1111 here                        | about [number] here",
                "version 12.34.56 here                       | version [number] here",
                "it is 123456 okay                           | it is [number] okay",
                "it is 1 2 3 4 5 6 okay                      | it is [number] okay",
                "it is 12/34/56 okay                         | it is [number] okay",
                "it is AB123456CD okay                       | it is AB[number]CD okay",
                "the account DE89 3704 0044 0532 0130 00 yes | the account DE[number] yes",
                "it is ١٢٣٤٥٦ okay                           | it is [number] okay",
                "it is １２３４５６ okay                     | it is [number] okay",
                "it is 4 one 1 two three 3 okay              | it is [number] okay",
                "it is 4111 uh 1111 okay                     | it is [number] okay",
                "it is 4111 dash 1111 okay                   | it is [number] okay",
                "it is 4111? 1111! okay                      | it is [number]! okay",
                "it is $120,000 okay                         | it is $[number] okay",
                "it is 10:30:45 okay                         | it is [number] okay",
                "it is 41:11 11:11 okay                      | it is [number] okay",
                "it is double 4 one one 22 okay              | it is [number] okay",
                "it is 4 thousand 111 1111 okay              | it is [number] okay"
            })
    void writtenDigits(String text, String expected) {
        assertThat(CARDS.mask(text, "en")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en | it is four one one one, one one one one, one one one one, one one one one okay | it is [card] okay",
                "en | it is forty one eleven, eleven eleven, eleven eleven, eleven eleven okay | it is [card] okay",
                "en | it is double four triple nine oh okay           | it is [number] okay",
                "en | it is forty two fifty one eleven okay           | it is [number] okay",
                "en | it is eight hundred, five five five okay        | it is [number] okay",
                "en | it is one eight hundred five five five oh one hundred okay | it is [phone] okay",
                "en | it is nineteen eighty four, two thousand five okay | it is [number] okay",
                "en | it is zero nought nil oh o null okay            | it is [number] okay",
                "en | it is Four One One ONE one one okay             | it is [number] okay",
                "en | it is forty-two fifty-one sixty-six okay        | it is [number] okay",
                "fr | c'est zéro six douze trente-quatre cinquante-six soixante-dix-huit merci | c'est [phone] merci",
                "fr | c'est quatre-vingt-dix-neuf quatre-vingts soixante et onze merci | c'est [number] merci",
                "fr | c'est vingt et un, trente-deux, septante-trois merci | c'est [number] merci",
                "fr | c'est un deux trois quatre cinq six merci       | c'est [number] merci",
                "fr | c'est double zéro, un deux, euh, trois quatre merci | c'est [number] merci",
                "de | das ist null eins sieben sechs zwei drei gut    | das ist [number] gut",
                "de | das ist null eins sieben sechs, vierundzwanzig, achtunddreißig gut | das ist [phone] gut",
                "de | das ist vier und zwanzig, zwölf, zwo fünf gut   | das ist [number] gut",
                "de | das ist zweihundertfünfundvierzig, dreihundert gut | das ist [number] gut",
                "de | das ist doppel vier, dreimal sechs, fünf gut    | das ist [number] gut",
                "es | es el seis uno dos treinta y cuatro cincuenta y seis setenta y ocho vale | es el [phone] vale",
                "es | es el veintiuno, veintidós, dieciséis vale      | es el [number] vale",
                "es | es doble cinco, novecientos dos, uno vale       | es [number] vale",
                "it | è il tre tre otto ventuno quarantadue novantotto ecco | è il [number] ecco",
                "it | è il duecentotrentuno, ventotto, sei ecco       | è il [number] ecco",
                "it | è il doppio zero, trentatré, sessantuno ecco    | è il [number] ecco",
                "pt | é o nove um dois três quatro cinco seis sete oito certo | é o [phone] certo",
                "pt | é o meia meia, vinte e três, quarenta e um certo | é o [number] certo",
                "pt | é o cento e vinte e três, duzentos e um certo   | é o [number] certo",
                "nl | het is nul zes tweeëntwintig drieëndertig vierenveertig ja | het is [phone] ja",
                "nl | het is één twee drie vier vijf zes ja           | het is [number] ja",
                "nl | het is dubbel vijf, tweehonderdvijftig, zeven ja | het is [number] ja"
            })
    void spokenDigits(String language, String text, String expected) {
        assertThat(CARDS.mask(text, language)).isEqualTo(expected);
        String unknown = CARDS.mask(text, null);
        assertThat(NumberReader.read(Steps.of(unknown)).length()).as(unknown).isLessThan(DigitRuns.AT_AN_EDGE);
    }

    @Test
    void vendorsNameOneLanguageWhereSpeakersMixThem() {
        assertThat(CARDS.mask("mi número es four one one one one one vale", "es"))
                .isEqualTo("mi número es [number] vale");
        assertThat(CARDS.mask("das ist four one one null null zwo gut", "de-AT"))
                .isEqualTo("das ist [number] gut");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en | let us meet at 10 30 in room 12 then",
                "en | let us meet at 10:30",
                "en | from 10:30 to 11:45",
                "en | we met in 2025 in room 12 again",
                "en | in nineteen eighty four and in two thousand twenty five we did",
                "en | it costs $49.99",
                "en | it costs $1,299.00 or 1,299.00 € in all",
                "en | it costs forty nine ninety nine in all",
                "en | $10, $20, $30, or 10%, 20%, 30%, or 5°, 10°, 15°",
                "en | I need 250 units, or two hundred and fifty units, by Friday",
                "en | the first, the second and the third",
                "en | I have 3 cats",
                "en | one of them once was a cent",
                "en | call 911",
                "en | fourteen point seven bar",
                "en | a hundred times, thanks a thousand",
                "en | it is 10 30 and 11 45 okay",
                "en | no numbers at all",
                "fr | rendez-vous à dix heures trente, chambre douze",
                "fr | en deux mille vingt-cinq il y avait du monde",
                "fr | quatre-vingt-dix-neuf euros quatre-vingts en tout",
                "fr | très très très très très très bien",
                "fr | merci mille fois",
                "de | um zehn Uhr dreißig in Zimmer zwölf",
                "de | im Jahr zweitausendfünfundzwanzig war das",
                "de | um um um um um um",
                "de | tausend Dank",
                "es | a las diez y media en la sala doce",
                "es | cuesta mil doscientos treinta y cuatro euros hoy",
                "it | alle dieci e trenta nella sala dodici",
                "it | nel duemilaventicinque è successo",
                "pt | às dez e meia na sala doze",
                "pt | dos dos dos dos dos dos",
                "nl | om tien uur dertig in kamer twaalf",
                "nl | in tweeduizend vijfentwintig was het zo"
            })
    void whatIsNoLongNumberStays(String language, String text) {
        assertThat(CARDS.mask(text, language)).isEqualTo(text);
        assertThat(PHONES.mask(text, language)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4111 is the first             | [number] is the first",
                "the first is 4111             | the first is [number]",
                "the first is 4111.            | the first is [number].",
                "um, four one one one          | um, [number]",
                "and 4111                      | and [number]",
                "$4111 it is                   | $[number] it is",
                "four one one                  | four one one",
                "the first is 4111 you know    | the first is 4111 you know",
                "the first is 41111 you know   | the first is 41111 you know",
                "since 2025                    | since [number]"
            })
    void atAnEdgeFourDigitsAreEnough(String text, String expected) {
        assertThat(CARDS.mask(text, "en")).isEqualTo(expected);
    }

    @Test
    void whereNobodyKnowsTheEdgesAnyPlaceIsOne() {
        assertThat(CARDS.maskJoined("the first is 4111 you know and 12 too", "en"))
                .isEqualTo("the first is [number] you know and 12 too");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "it is 4111 1111 and then 1111 1111 okay        | it is [card] okay",
                "it is 4111 then 1111 then 1111 then 1111 okay  | it is [card] okay",
                "it is 41 for 11 and 11 11 11 is 11 11 11 okay  | it is [card] okay",
                "it is 4111 and 1111 and 1111 and 1112 okay     | it is 4111 and 1111 and 1111 and 1112 okay",
                "it is 4111 1111 separately 1111 1111 okay      | it is [number] separately [number] okay",
                "it is 4111 1111 a b c d e 1111 1111 okay       | it is [number] a b c d e [number] okay"
            })
    void theCheckSumWidensOverShortWords(String text, String expected) {
        assertThat(CARDS.mask(text, "en")).isEqualTo(expected);
    }

    @Test
    void onlyCardsAreWidened() {
        assertThat(PHONES.mask("it is 41 for 11 and 11 11 then 11 is 11 11 11 okay", "en"))
                .isEqualTo("it is 41 for 11 and 11 11 then 11 is [number] okay");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "call +1 555 010 0199 now                    | call [phone] now",
                "call +15550100199 now                       | call [phone] now",
                "call (555) 010-0199 now                     | call [phone] now",
                "call 1-800-555-0199 now                     | call [phone] now",
                "call 555-0199 now                           | call [phone] now",
                "call 020 7946 0018 now                      | call [phone] now",
                "call 06 12 34 56 78 now                     | call [phone] now",
                "call 0049 30 123456 now                     | call [phone] now",
                "call 612 34 56 78 now                       | call [number] now",
                "call plus one five five five oh one oh oh one nine nine now | call [phone] now",
                "call 123456 now                             | call [number] now",
                "call 12345 67890 12345 now                  | call [number] now"
            })
    void phones(String text, String expected) {
        assertThat(PHONES.mask(text, "en")).isEqualTo(expected);
        assertThat(CARDS.mask(text, "en")).as("either kind finds both").isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "so it is four one one one one one one one one one one one one one one one",
                "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
                "card 41 11 11 11 11 11 11 11",
                "null eins sieben sechs zwei drei vier fünf",
                "zéro six douze trente-quatre cinquante-six soixante-dix-huit"
            })
    void aGuessThatGrowsNeverShowsMoreThanThree(String text) {
        String[] words = text.split(" ", -1);
        StringBuilder grown = new StringBuilder();
        for (String word : words) {
            grown.append(grown.isEmpty() ? "" : " ").append(word);
            String shown = CARDS.mask(grown.toString(), null);
            assertThat(NumberReader.read(Steps.of(shown)).length()).as(shown).isLessThan(DigitRuns.AT_AN_EDGE);
        }
    }
}
