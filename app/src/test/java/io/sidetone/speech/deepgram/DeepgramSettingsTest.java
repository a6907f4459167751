package io.sidetone.speech.deepgram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeepgramSettingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"https://api.deepgram.com", "wss:///v1", "api.deepgram.com", "wss://u:p@h", "wss://h?a=b"})
    void anAddressThatCannotBeCalledIsRefused(String url) {
        assertThatThrownBy(() -> settings(url)).hasMessageStartingWith("deepgram url: " + url + " (expected: ");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 19, 251})
    void aChunkTheVendorDoesNotTakeIsRefused(long ms) {
        assertThatThrownBy(() -> timing(ms, 30_000, 1.25)).hasMessageContaining("expected: 20 to 250 ms");
    }

    @Test
    void theEdgesOfTheChunkAreAllowed() {
        assertThat(timing(20, 1_000, 0).chunk()).hasMillis(20);
        assertThat(timing(250, 600_000, 1).chunk()).hasMillis(250);
    }

    @ParameterizedTest
    @ValueSource(longs = {999, 660_000})
    void aBufferTooSmallOrTooLargeIsRefused(long ms) {
        assertThatThrownBy(() -> timing(60, ms, 1.25)).hasMessageContaining("expected: 1 s to 10 min");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, -1, Double.NaN})
    void sendingSlowerThanPeopleSpeakIsRefused(double rate) {
        assertThatThrownBy(() -> timing(60, 30_000, rate)).hasMessageContaining("catch-up rate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model", "sample_rate", "multichannel", "keyterm", "callback"})
    void parametersThatAreOursCannotBeOptions(String name) {
        assertThatThrownBy(() -> new DeepgramSettings.Listening(
                        "nova-3", "en", DeepgramSettings.Encoding.MULAW, List.of(), Map.of(name, List.of("x"))))
                .hasMessageStartingWith("deepgram options: " + name);
    }

    @Test
    void theKeyDoesNotPrint() {
        assertThat(settings("wss://h").toString()).doesNotContain("very-secret");
    }

    private static DeepgramSettings settings(String url) {
        return new DeepgramSettings(
                URI.create(url),
                () -> "very-secret",
                new DeepgramSettings.Listening("nova-3", "en", DeepgramSettings.Encoding.MULAW, List.of(), Map.of()),
                DeepgramSettings.Timing.DEFAULTS);
    }

    private static DeepgramSettings.Timing timing(long chunkMs, long bufferMs, double rate) {
        Duration second = Duration.ofSeconds(1);
        return new DeepgramSettings.Timing(
                Duration.ofMillis(chunkMs), Duration.ofMillis(bufferMs), second, second, second, second, rate);
    }
}
