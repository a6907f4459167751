package io.sidetone.speech.assemblyai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.DefaultEventLoop;
import io.sidetone.speech.AudioFormat;
import io.sidetone.speech.SpeechLeg;
import io.sidetone.speech.SpeechOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionRequestTest {
    private static final DefaultEventLoop LOOP = new DefaultEventLoop();

    @AfterAll
    static void stop() {
        LOOP.shutdownGracefully();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            -, -, -, universal-streaming-english
            -, en-US, -, universal-streaming-english
            -, de, -, universal-streaming-multilingual
            -, multi, -, universal-streaming-multilingual
            u3-rt-pro, de, -, u3-rt-pro
            -, de, universal-3-6-pro, universal-3-6-pro
            u3-rt-pro, -, whisper-rt, whisper-rt
            -, -, nova-3, universal-streaming-english
            """)
    void theModelGoesByTheLegTheSettingsOrTheLanguage(
            @Nullable String set, @Nullable String language, @Nullable String asked, String model) {
        SessionRequest request = request(
                new AssemblyAiSettings.Listening(set, List.of(), true, null, null, Map.of()),
                new SpeechOptions(language, asked, List.of()));

        assertThat(request.model()).isEqualTo(model);
        assertThat(request.uri().getQuery()).startsWith("speech_model=" + model + "&");
        assertThat(request.foreignModel()).isEqualTo("nova-3".equals(asked));
    }

    @Test
    void othersThanTheStreamingModelsAreNotAskedToFormat() {
        SessionRequest request = request(
                new AssemblyAiSettings.Listening("u3-rt-pro", List.of(), true, null, null, Map.of()),
                SpeechOptions.DEFAULTS);

        assertThat(request.uri().getQuery()).doesNotContain("format_turns");
        assertThat(request.awaitsFormatted()).isFalse();
    }

    @Test
    void keytermsAreOneListAndOptionsPassedOn() {
        SessionRequest request = request(
                new AssemblyAiSettings.Listening(
                        null,
                        List.of("general"),
                        true,
                        Duration.ofMillis(300),
                        Duration.ofMillis(900),
                        Map.of("vad_threshold", "0.4")),
                new SpeechOptions(null, null, List.of("R-410A", "flow sensor")));

        assertThat(request.uri().toString())
                .startsWith("ws://localhost:9/base/v3/ws?")
                .endsWith("&format_turns=true&min_turn_silence=300&max_turn_silence=900"
                        + "&keyterms_prompt=%5B%22R-410A%22%2C%22flow%20sensor%22%5D&vad_threshold=0.4");
    }

    @Test
    void moreKeytermsThanTheVendorTakesAreCut() {
        SessionRequest request = request(
                AssemblyAiSettings.Listening.DEFAULTS,
                new SpeechOptions(null, null, Collections.nCopies(101, "valve")));

        assertThat(request.keyterms()).hasSize(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"speech_model", "webhook_url", "_customer_support_audio_capture", "token"})
    void whatIsNotForOptionsIsRefused(String option) {
        assertThatThrownBy(
                        () -> new AssemblyAiSettings.Listening(null, List.of(), true, null, null, Map.of(option, "x")))
                .hasMessageContaining(option);
    }

    private static SessionRequest request(AssemblyAiSettings.Listening listening, SpeechOptions options) {
        AssemblyAiSettings settings = new AssemblyAiSettings(
                URI.create("ws://localhost:9/base/"), null, listening, AssemblyAiSettings.Timing.DEFAULTS);
        SpeechLeg leg = new SpeechLeg("s_1", "inbound", "caller", options, LOOP);
        return SessionRequest.of(settings, leg, AudioFormat.MULAW_8K);
    }
}
