package io.sidetone.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentTest {
    private static final String KEY = "DEEPGRAM_API_KEY";

    @Test
    void ourOwnNamesBeatTheVendors() {
        Settings settings = read(Map.of("SIDETONE_DEEPGRAM_API_KEY", "ours"));

        assertThat(settings.deepgram().apiKey()).isEqualTo(new Secret("ours"));
        assertThat(settings.describe()).contains("deepgram.api-key = (hidden) [environment SIDETONE_DEEPGRAM_API_KEY]");
    }

    @Test
    void listsAreSeparatedByCommas() {
        assertThat(read(Map.of("SIDETONE_DEEPGRAM_KEYTERMS", "compressor, flow sensor,, R-410A,compressor"))
                        .deepgram()
                        .keyterms())
                .containsExactly("compressor", "flow sensor", "R-410A");
    }

    @Test
    void anEmptyVariableIsNotSet() {
        assertThat(read(Map.of("SIDETONE_HTTP_PORT", " ", "SIDETONE_TWILIO_AUTH_TOKEN", "", "TWILIO_AUTH_TOKEN", ""))
                        .http())
                .isEqualTo(read(Map.of()).http());
    }

    /** In a pod whose Services are called sidetone, sidetone-management and sidetone-http. */
    @ParameterizedTest
    @CsvSource({
        "SIDETONE_SERVICE_HOST, 10.0.0.1",
        "SIDETONE_SERVICE_PORT_HTTP, 8080",
        "SIDETONE_PORT, tcp://10.0.0.1:8080",
        "SIDETONE_PORT_8080_TCP_ADDR, 10.0.0.1",
        "SIDETONE_MANAGEMENT_SERVICE_HOST, 10.0.0.2",
        "SIDETONE_MANAGEMENT_SERVICE_PORT, 9090",
        "SIDETONE_MANAGEMENT_PORT, tcp://10.0.0.2:9090",
        "SIDETONE_HTTP_PORT, tcp://10.0.0.3:80",
        "SIDETONE_HTTP_PORT_80_TCP_PROTO, tcp",
        "SIDETONE_JAVA_OPTS, -Xmx1g",
        "SIDETONES, 1"
    })
    void whatIsNotMeantForUsIsPassedOver(String variable, String value) {
        assertThat(read(Map.of(variable, value)).management().port()).isEqualTo(9090);
    }

    @Test
    void theSameNameWithANumberIsASetting() {
        assertThat(read(Map.of("SIDETONE_MANAGEMENT_PORT", "9191")).management().port())
                .isEqualTo(9191);
    }

    @Test
    void anUnknownNameIsRefusedAndItsValueNotShown() {
        assertThat(problems(Map.of("SIDETONE_DEEPGRAM_APIKEY", "s3cret", "SIDETONE_ANSWER_PARAMETERS_", "x")))
                .containsExactly(
                        "SIDETONE_ANSWER_PARAMETERS_: unknown [environment] (expected: a known name; the nearest is"
                                + " SIDETONE_ANSWER_PARAMETERS_*)",
                        "SIDETONE_DEEPGRAM_APIKEY: unknown [environment] (expected: a known name; the nearest is"
                                + " SIDETONE_DEEPGRAM_API_KEY)");
    }

    @Test
    void listsOfObjectsStandInTheFileOnly() {
        assertThat(problems(Map.of("SIDETONE_WEBHOOKS", "x"))).hasSize(1);
        BadSettings bad = catchThrowableOfType(
                BadSettings.class,
                () -> Settings.read(new Sources(Map.of("webhooks[0].name", "x"), Map.of(KEY, "k"), null)));
        assertThat(bad.problems())
                .containsExactly("webhooks[0].name: a list of objects [flag] (expected: in the settings file only)");
    }

    private static List<String> problems(Map<String, String> environment) {
        return catchThrowableOfType(BadSettings.class, () -> read(environment)).problems();
    }

    private static Settings read(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.putIfAbsent(KEY, "k");
        return Settings.read(new Sources(Map.of(), all, null));
    }
}
