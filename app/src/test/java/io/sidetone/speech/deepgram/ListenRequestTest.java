package io.sidetone.speech.deepgram;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.sidetone.speech.AudioFormat;
import io.sidetone.speech.SpeechLeg;
import io.sidetone.speech.SpeechOptions;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenRequestTest {
    private final EventLoop loop = new DefaultEventLoop();

    @AfterEach
    void end() {
        loop.shutdownGracefully();
    }

    @Test
    void theQueryHoldsEverythingAndIsEncoded() {
        Map<String, List<String>> options = new LinkedHashMap<>();
        options.put("interim_results", List.of("true"));
        options.put("endpointing", List.of("300"));
        options.put("redact", List.of("pci", "numbers"));
        DeepgramSettings settings = settings(
                "wss://api.deepgram.com",
                "nova-3",
                DeepgramSettings.Encoding.LINEAR16,
                List.of("flow sensor", "R-410A", "Kühlung & 50+%"),
                options);

        assertThat(request(settings, SpeechOptions.DEFAULTS, AudioFormat.MULAW_8K)
                        .uri())
                .isEqualTo(URI.create("wss://api.deepgram.com/v1/listen?model=nova-3&language=en"
                        + "&encoding=linear16&sample_rate=8000&channels=1"
                        + "&interim_results=true&endpointing=300&redact=pci&redact=numbers"
                        + "&keyterm=flow%20sensor&keyterm=R-410A&keyterm=K%C3%BChlung%20%26%2050%2B%25"
                        + "&extra=call%3As_%C3%A9%201&extra=leg%3Aoutbound"));
    }

    @ParameterizedTest
    @CsvSource({
        "MULAW_8K, LINEAR16, encoding=linear16&sample_rate=8000",
        "MULAW_8K, MULAW, encoding=mulaw&sample_rate=8000",
        "LINEAR16_8K, MULAW, encoding=linear16&sample_rate=8000",
        "LINEAR16_16K, MULAW, encoding=linear16&sample_rate=16000",
        "LINEAR16_16K, LINEAR16, encoding=linear16&sample_rate=16000",
    })
    void theEncodingFollowsTheLegAndTheSetting(
            AudioFormat format, DeepgramSettings.Encoding encoding, String expected) {
        DeepgramSettings settings = settings("ws://h", "nova-3", encoding, List.of(), Map.of());

        assertThat(request(settings, SpeechOptions.DEFAULTS, format).uri().getRawQuery())
                .contains("&" + expected + "&channels=1");
    }

    @Test
    void aLegMayAskForItsOwnLanguageModelAndKeyterms() {
        DeepgramSettings settings =
                settings("ws://h", "nova-3", DeepgramSettings.Encoding.MULAW, List.of("general"), Map.of());
        SpeechOptions own = new SpeechOptions("fr", "nova-3-medical", List.of("compresseur"));

        assertThat(request(settings, own, AudioFormat.MULAW_8K).uri().getRawQuery())
                .startsWith("model=nova-3-medical&language=fr&")
                .contains("&keyterm=compresseur&")
                .doesNotContain("general");
    }

    @ParameterizedTest
    @CsvSource({
        "nova-3, true", "nova-3-medical, true", "nova-4, true", "0a1b2c3d-own-model, true",
        "nova-2, false", "nova-2-phonecall, false", "nova, false", "nova-phonecall, false",
        "enhanced, false", "base-meeting, false", "phonecall, false",
    })
    void keytermsGoOnlyToModelsThatTakeThem(String model, boolean takes) {
        DeepgramSettings settings =
                settings("ws://h", model, DeepgramSettings.Encoding.MULAW, List.of("valve"), Map.of());
        ListenRequest request = request(settings, SpeechOptions.DEFAULTS, AudioFormat.MULAW_8K);

        assertThat(request.uri().getRawQuery().contains("keyterm=valve")).isEqualTo(takes);
        assertThat(request.dropsKeyterms()).isEqualTo(!takes);
    }

    @ParameterizedTest
    @CsvSource({
        "ws://127.0.0.1:9100, ws://127.0.0.1:9100/v1/listen",
        "wss://api.eu.deepgram.com/, wss://api.eu.deepgram.com/v1/listen",
        "ws://proxy.example/speech//, ws://proxy.example/speech/v1/listen",
        "ws://[::1]:9100, ws://[::1]:9100/v1/listen",
    })
    void thePathIsAppendedToTheAddress(String url, String expected) {
        DeepgramSettings settings = settings(url, "nova-3", DeepgramSettings.Encoding.MULAW, List.of(), Map.of());

        assertThat(request(settings, SpeechOptions.DEFAULTS, AudioFormat.MULAW_8K)
                        .uri()
                        .toString())
                .startsWith(expected + "?model=");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            flux-general-en    |
            flux-general-multi | language_hint=de&
            """)
    void fluxHasAnAddressAndOptionsOfItsOwn(String model, @Nullable String hint) {
        Map<String, List<String>> options = new LinkedHashMap<>();
        for (String option : List.of(
                "interim_results",
                "endpointing",
                "smart_format",
                "vad_events",
                "eot_threshold",
                "eager_eot_threshold",
                "eot_timeout_ms",
                "numerals")) {
            options.put(option, List.of("1"));
        }
        options.put("language_hint", List.of("de"));
        options.put("tag", List.of("a", "b"));
        DeepgramSettings settings =
                settings("ws://h", model, DeepgramSettings.Encoding.LINEAR16, List.of("relay"), options);

        assertThat(request(settings, SpeechOptions.DEFAULTS, AudioFormat.MULAW_8K)
                        .uri())
                .hasToString("ws://h/v2/listen?model=" + model + "&encoding=linear16&sample_rate=8000&eot_threshold=1"
                        + "&eager_eot_threshold=1&eot_timeout_ms=1&numerals=1&" + (hint == null ? "" : hint)
                        + "tag=a&tag=b&keyterm=relay");
    }

    @Test
    void othersAreNotGivenTheOptionsOfFlux() {
        DeepgramSettings settings = settings(
                "ws://h",
                "nova-3",
                DeepgramSettings.Encoding.MULAW,
                List.of(),
                Map.of(
                        "eot_threshold",
                        List.of("0.8"),
                        "eager_eot_threshold",
                        List.of("0.5"),
                        "eot_timeout_ms",
                        List.of("900")));

        assertThat(request(settings, SpeechOptions.DEFAULTS, AudioFormat.MULAW_8K)
                        .uri()
                        .toString())
                .doesNotContain("eot_");
    }

    @Test
    void theKeyIsInTheHeaderAndNowhereElseAndItsFileMayEndWithALineBreak() {
        DeepgramSettings settings = settings("ws://h", "nova-3", DeepgramSettings.Encoding.MULAW, List.of(), Map.of());
        ListenRequest request = request(settings, SpeechOptions.DEFAULTS, AudioFormat.MULAW_8K);

        assertThat(request.headers().get("authorization")).isEqualTo("Token very-secret");
        assertThat(request.toString()).doesNotContain("very-secret");
        assertThat(request.uri().toString()).doesNotContain("very-secret");
    }

    @Test
    void withoutAKeyThereIsNoAuthorization() {
        DeepgramSettings settings = new DeepgramSettings(
                URI.create("ws://h"),
                null,
                new DeepgramSettings.Listening("nova-3", "en", DeepgramSettings.Encoding.MULAW, List.of(), Map.of()),
                DeepgramSettings.Timing.DEFAULTS);

        assertThat(request(settings, SpeechOptions.DEFAULTS, AudioFormat.MULAW_8K)
                        .headers()
                        .contains("authorization"))
                .isFalse();
    }

    private ListenRequest request(DeepgramSettings settings, SpeechOptions own, AudioFormat format) {
        return ListenRequest.of(settings, new SpeechLeg("s_é 1", "outbound", "agent", own, loop), format);
    }

    private static DeepgramSettings settings(
            String url,
            String model,
            DeepgramSettings.Encoding encoding,
            List<String> keyterms,
            Map<String, List<String>> options) {
        return new DeepgramSettings(
                URI.create(url),
                () -> "very-secret\n",
                new DeepgramSettings.Listening(model, "en", encoding, keyterms, options),
                DeepgramSettings.Timing.DEFAULTS);
    }
}
