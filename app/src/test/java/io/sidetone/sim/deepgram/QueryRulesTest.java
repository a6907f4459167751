package io.sidetone.sim.deepgram;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.QueryStringDecoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryRulesTest {
    private static final String AUDIO = "&encoding=linear16&sample_rate=8000";

    @ParameterizedTest
    @ValueSource(
            strings = {
                TestClient.QUERY,
                "model=nova-3" + AUDIO,
                "model=nova-3-medical&keyterm=flow%20sensor&keyterm=R-410A" + AUDIO,
                "model=nova-2-phonecall&keywords=Carrier:2&keywords=valve" + AUDIO,
                "model=nova-3&language=multi&language_hint=en&language_hint=fr" + AUDIO,
                "model=nova-2&language=multi" + AUDIO,
                "model=0a1b2c3d-1111-4222-8333-444455556666&language=es-419" + AUDIO,
                "model=nova-3&endpointing=false&interim_results=true&utterance_end_ms=1000" + AUDIO,
                "model=nova-3&dictation=true&punctuate=true&redact=pci&redact=ssn&tag=prod&extra=call:s_1" + AUDIO,
                "model=nova-3&encoding=mulaw&sample_rate=8000&channels=2&multichannel=true"
            })
    void acceptsWhatTheVendorAccepts(String query) {
        assertThat(QueryRules.firstProblem(parameters(query))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model=nova-3&encoding=linear16                        | encoding without sample_rate",
                "model=nova-3&sample_rate=8000                         | encoding is missing",
                "model=nova-3&encoding=pcm&sample_rate=8000            | encoding: 'pcm'",
                "model=nova-3&encoding=opus&sample_rate=48000          | the emulator cannot hear it",
                "model=nova-3&encoding=linear16&sample_rate=800        | sample_rate: '800'",
                "model=nova-3&encoding=linear16&sample_rate=8k         | sample_rate: '8k'",
                "model=nova-3&keywords=valve{A}                        | keywords is not available for nova-3",
                "model=nova-2&keyterm=valve{A}                         | keyterm needs a nova-3 model",
                "model=flux-general-en{A}                              | flux models are served at /v2/listen",
                "model=whisper{A}                                      | model: 'whisper'",
                "model=nova-3&language=english{A}                      | language: 'english'",
                "model=base&language=multi{A}                          | language=multi needs",
                "model=nova-3&language=en&language_hint=fr{A}          | language_hint needs",
                "model=nova-3&utterance_end_ms=1000{A}                 | needs interim_results=true",
                "model=nova-3&utterance_end_ms=999&interim_results=true{A} | utterance_end_ms: '999'",
                "model=nova-3&endpointing=soon{A}                      | endpointing: 'soon'",
                "model=nova-3&endpointing=true{A}                      | endpointing: 'true'",
                "model=nova-3&interim_results=yes{A}                   | interim_results: 'yes'",
                "model=nova-3&smart_format=True{A}                     | smart_format: 'True'",
                "model=nova-3&dictation=true{A}                        | dictation needs",
                "model=nova-3&diarize=true&diarize_model=latest{A}     | send one of them",
                "model=nova-3&redact=names{A}                          | redact: 'names'",
                "model=nova-3&multichannel=true{A}                     | needs channels of 2",
                "model=nova-3&channels=0{A}                            | channels: '0'",
                "model=nova-3&extra=leg{A}                             | extra: 'leg'",
                "model=nova-3&replace=a{A}                             | replace: 'a'",
                "model=nova-3&utterance_end=1000{A}                    | unknown parameter utterance_end",
                "model=nova-3&detect_language=true{A}                  | not available for live audio",
                "model=nova-3&model=nova-2{A}                          | model given 2 times"
            })
    void refusesWhatTheVendorRefusesOrSilentlyIgnores(String query, String why) {
        assertThat(QueryRules.firstProblem(parameters(query.replace("{A}", AUDIO))))
                .hasValueSatisfying(refusal -> {
                    assertThat(refusal.status()).isEqualTo(400);
                    assertThat(refusal.message()).contains(why);
                });
    }

    @Test
    void keytermsEndAtFiveHundredTokens() {
        String term = "&keyterm=" + "a%20".repeat(9) + "a"; // ten words, fifteen tokens

        assertThat(QueryRules.firstProblem(parameters("model=nova-3" + AUDIO + term.repeat(33))))
                .isEmpty();
        assertThat(QueryRules.firstProblem(parameters("model=nova-3" + AUDIO + term.repeat(34))))
                .hasValueSatisfying(refusal -> assertThat(refusal.message()).startsWith("Keyterm limit exceeded"));
    }

    @Test
    void keywordsOnNova3HaveTheVendorsOwnCode() {
        assertThat(QueryRules.firstProblem(parameters("model=nova-3&keywords=a" + AUDIO)))
                .hasValueSatisfying(refusal -> assertThat(refusal.code()).isEqualTo("INVALID_QUERY_PARAMETER"));
    }

    private static Parameters parameters(String query) {
        return new Parameters(new QueryStringDecoder("/v1/listen?" + query).parameters());
    }
}
