package io.sidetone.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeepgramRulesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            deepgram.utterance-end-ms | deepgram.utterance-end-ms=999
            deepgram.utterance-end-ms | deepgram.utterance-end-ms=1000 deepgram.interim-results=false
            deepgram.dictation | deepgram.dictation=true deepgram.smart-format=false
            deepgram.no-delay | deepgram.no-delay=true deepgram.redact=pci
            deepgram.keyterms | deepgram.keyterms=valve deepgram.model=nova-2
            deepgram.keyterms | deepgram.keyterms=valve:2
            deepgram.keywords | deepgram.keywords=valve:2
            deepgram.keywords | deepgram.keywords=valve:x deepgram.model=nova-2
            deepgram.options.language_hint | deepgram.options.language_hint=de
            speech.roles.agent.keyterms | speech.roles.agent.keyterms=valve speech.roles.agent.model=nova-2
            speech.roles.agent.model | speech.roles.agent.model=nova-2 deepgram.keyterms=valve
            speech.roles.agent.model | speech.roles.agent.model=nova-3 deepgram.model=nova-2 deepgram.keywords=valve
            deepgram.language | deepgram.language=english
            deepgram.encoding | deepgram.encoding=opus
            deepgram.model | deepgram.model=nova/3
            deepgram.redact | deepgram.redact=numbers,pci deepgram.model=flux-general-en
            deepgram.options.language_hint | deepgram.options.language_hint=de deepgram.model=flux-general-en
            deepgram.replace | deepgram.replace=Acme:ACME
            deepgram.options.callback | deepgram.options.callback=https://a.example
            deepgram.options.keyterm | deepgram.options.keyterm=valve
            deepgram.options.smart_format | deepgram.options.smart_format=false
            deepgram.options.Bad-Name | deepgram.options.Bad-Name=x
            """)
    void refuses(String setting, String flags) {
        assertThat(problems(flags))
                .singleElement()
                .asString()
                .startsWith(setting + ": '")
                .contains("[flag] (expected: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            utterance_end_ms=[1500] | deepgram.utterance-end-ms=1500
            endpointing=[false] | deepgram.endpointing-ms=0
            dictation=[true] | deepgram.dictation=true deepgram.smart-format=false deepgram.punctuate=true
            keywords=[valve:2, pump] | deepgram.keywords=valve:2,pump deepgram.model=nova-2
            language_hint=[de] | deepgram.options.language_hint=de deepgram.language=multi
            language_hint=[de] | deepgram.options.language_hint=de deepgram.model=flux-general-multi
            redact=[numbers] | deepgram.redact=numbers deepgram.model=flux-general-en deepgram.keyterms=valve
            redact=[pci, ssn] | deepgram.redact=pci,ssn
            mip_opt_out=[true] | deepgram.mip-opt-out=true
            version=[latest] | deepgram.version=latest
            tag=[a, b] | deepgram.tag=a,b
            extra=[k:a,b] | deepgram.options.extra=k:a,b
            """)
    void asksDeepgramInItsOwnWords(String option, String flags) {
        assertThat(read(flags).deepgram().options().toString()).contains(option);
    }

    @Test
    void withoutInterimResultsNothingThatNeedsThemIsAskedFor() {
        assertThat(read("deepgram.interim-results=false").deepgram().options())
                .containsOnlyKeys("vad_events", "smart_format", "endpointing");
    }

    @Test
    void aRoleMayHaveItsOwnModelAndTerms() {
        Settings settings =
                read("deepgram.model=nova-2 speech.roles.agent.model=nova-3 speech.roles.agent.keyterms=valve");

        assertThat(settings.speech().roles()).containsOnlyKeys("agent");
    }

    @Test
    void keytermsAreBoundedByAnEstimateOfTheirTokens() {
        String fits = IntStream.range(0, 333).mapToObj(i -> "w" + i).collect(Collectors.joining(","));
        String tooMany = fits + ",one more";

        assertThat(read("deepgram.keyterms=" + fits).deepgram().keyterms()).hasSize(333);
        assertThat(problems("deepgram.keyterms=" + tooMany.replace("one more", "one-more")))
                .singleElement()
                .asString()
                .endsWith("(expected: at most 500 tokens in all; these are about 502)");
    }

    private static List<String> problems(String flags) {
        return catchThrowableOfType(BadSettings.class, () -> read(flags)).problems();
    }

    private static Settings read(String flags) {
        Map<String, String> all = new HashMap<>(Map.of("deepgram.api-key", "k"));
        for (String flag : flags.split(" ", -1)) {
            int equals = flag.indexOf('=');
            all.put(flag.substring(0, equals), flag.substring(equals + 1));
        }
        return Settings.read(new Sources(all, Map.of(), null));
    }
}
