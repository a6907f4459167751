package io.sidetone.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailsTest {
    private static final Redactor EMAILS = new Redactor(new Redaction(false, true, false, Map.of()), name -> {});

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mail jo@example.com now                          | mail [email] now",
                "mail jo.doe+news_7@mail.example.co.uk, please    | mail [email], please",
                "mail jo@example.com.                             | mail [email].",
                "mail <jo@example.com> now                        | mail <[email]> now",
                "mail 'jo@example.com' now                        | mail '[email]' now",
                "mail jo @ example. com now                       | mail [email] now",
                "mail jo@example now                              | mail [email] now",
                "mail jo@my-host.example now                      | mail [email] now",
                "mail look.at.me@example.at now                   | mail [email] now",
                "mail jürgen.groß@exämple.de now                  | mail [email] now",
                "it is john dot doe at example dot com okay       | it is [email] okay",
                "it is john at example dot co dot uk okay         | it is [email] okay",
                "it is john at example.com okay                   | it is [email] okay",
                "it is john underscore doe at gmail okay          | it is [email] okay",
                "it is j o h n seven 3 at my dash host dot com ok | it is [email] ok",
                "it is John.Doe at Example dot Com okay           | it is [email] okay",
                "c'est jean point dupont arobase exemple point fr voilà | c'est [email] voilà",
                "c'est jean tiret du bas dupont arobase exemple point fr voilà | c'est [email] voilà",
                "das ist max punkt muster at beispiel punkt de genau | das ist [email] genau",
                "es juan guion bajo perez arroba ejemplo punto es vale | es [email] vale",
                "ecco mario punto rossi chiocciola esempio punto it ecco | ecco [email] ecco",
                "sim maria ponto silva arroba exemplo ponto pt certo | sim [email] certo",
                "het is jan punt jansen apenstaartje voorbeeld punt nl ja | het is [email] ja"
            })
    void addressesAreMasked(String text, String expected) {
        assertThat(EMAILS.mask(text, null)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "we met at the point where it is",
                "meet me at 10.30 please",
                "we stopped at point five",
                "look at this. Come here",
                "at the end",
                "he is at example",
                "the @ sign",
                "@",
                "john@",
                "@home",
                "4111 1111 1111 1111"
            })
    void whatIsNoAddressStays(String text) {
        assertThat(EMAILS.mask(text, null)).isEqualTo(text);
    }
}
