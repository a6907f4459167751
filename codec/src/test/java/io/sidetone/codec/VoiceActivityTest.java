package io.sidetone.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class VoiceActivityTest {

    private static final long SEED = 20_261_121L;
    private static final double[] DTMF_ROWS_HZ = {697, 770, 852, 941};
    private static final double[] DTMF_COLUMNS_HZ = {1209, 1336, 1477, 1633};

    static Stream<Arguments> framings() {
        return Stream.of(
                Arguments.of(8000, 10), Arguments.of(8000, 20), Arguments.of(16000, 10), Arguments.of(16000, 20));
    }

    @ParameterizedTest
    @MethodSource("framings")
    void speechIsHeardWithinSixtyMsWhateverItsPitchAndLevel(int rateHz, int frameMs) {
        for (double pitchHz : new double[] {90, 120, 180, 250}) {
            for (double db : new double[] {-35, -25, -15}) {
                short[] quiet = Signals.whiteNoise(rateHz, 2000, -60, SEED);
                short[] noise = Signals.whiteNoise(rateHz, 5000, -60, SEED + 1);
                short[] speech = Signals.mixed(noise, SyntheticSpeech.of(rateHz, 5000, db, pitchHz, SEED));
                VoiceActivity voice = VoiceActivity.of(rateHz, frameMs);
                assertThat(speakingMs(voice, frameMs, quiet)).isZero();
                assertThat(firstSpeakingMs(voice, frameMs, speech))
                        .as("pitch %.0f Hz at %.0f dB", pitchHz, db)
                        .isBetween(1, 60);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("framings")
    void aMinuteOfSpeechIsNotTakenForTheBackground(int rateHz, int frameMs) {
        short[] speech = SyntheticSpeech.of(rateHz, 60_000, -20, 120, SEED);
        assertThat(speakingMs(VoiceActivity.of(rateHz, frameMs), frameMs, speech))
                .isGreaterThan(59_000);
    }

    @ParameterizedTest
    @MethodSource("framings")
    void noiseOfAnyLevelIsNotSpeechAndNeitherIsSilence(int rateHz, int frameMs) {
        assertThat(speakingMs(VoiceActivity.of(rateHz, frameMs), frameMs, Signals.silence(rateHz, 2000)))
                .isZero();
        for (double db : new double[] {-60, -50, -40, -30, -20, -12}) {
            short[] rising = Signals.joined(
                    Signals.whiteNoise(rateHz, 4000, -65, SEED),
                    Signals.whiteNoise(rateHz, 6000, db, SEED),
                    Signals.pinkNoise(rateHz, 6000, db, SEED));
            assertThat(speakingMs(VoiceActivity.of(rateHz, frameMs), frameMs, rising))
                    .as("noise at %.0f dB", db)
                    .isLessThan(500);
        }
    }

    @ParameterizedTest
    @MethodSource("framings")
    void deepRumbleIsNotSpeechOnceTheFloorHasRisenToIt(int rateHz, int frameMs) {
        for (long seed = SEED; seed < SEED + 5; seed++) {
            VoiceActivity voice = VoiceActivity.of(rateHz, frameMs);
            short[] rumble = Signals.brownNoise(rateHz, 20_000, -25, seed);
            assertThat(speakingMs(voice, frameMs, rumble)).as("seed %d", seed).isLessThan(3000);
            assertThat(speakingMs(voice, frameMs, rumble))
                    .as("seed %d, later", seed)
                    .isLessThan(200);
        }
    }

    @ParameterizedTest
    @MethodSource("framings")
    void tonesOfTheNetworkAreNotSpeech(int rateHz, int frameMs) {
        for (double db : new double[] {-40, -20, -9}) {
            assertThat(speakingMs(VoiceActivity.of(rateHz, frameMs), frameMs, overMuLaw(rateHz, db, 350, 440)))
                    .as("dial tone at %.0f dB", db)
                    .isZero();
            assertThat(speakingMs(VoiceActivity.of(rateHz, frameMs), frameMs, overMuLaw(rateHz, db, 425)))
                    .as("European dial tone at %.0f dB", db)
                    .isZero();
            assertThat(speakingMs(VoiceActivity.of(rateHz, frameMs), frameMs, ringing(rateHz, db)))
                    .as("ringing at %.0f dB", db)
                    .isZero();
            assertThat(speakingMs(VoiceActivity.of(rateHz, frameMs), frameMs, dialling(rateHz, db)))
                    .as("DTMF at %.0f dB", db)
                    .isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("framings")
    void humIsNotSpeechForLongerThanItTakesToTell(int rateHz, int frameMs) {
        double[][] hums = {{50}, {60}, {60, 120, 180}, {50, 150, 250, 350}, {100, 200, 300}};
        for (double[] hum : hums) {
            for (double db : new double[] {-50, -40, -20}) {
                assertThat(speakingMs(VoiceActivity.of(rateHz, frameMs), frameMs, overMuLaw(rateHz, db, hum)))
                        .as("hum from %.0f Hz at %.0f dB, five seconds", hum[0], db)
                        .isLessThan(700);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("framings")
    void clicksAreNotSpeech(int rateHz, int frameMs) {
        short[] clicks = Signals.silence(rateHz, 5000);
        for (int at = 77; at < clicks.length; at += rateHz / 7) {
            clicks[at] = 30000;
            clicks[at + 1] = -20000;
        }
        assertThat(speakingMs(VoiceActivity.of(rateHz, frameMs), frameMs, clicks))
                .isZero();
    }

    @Test
    void speechEndsAfterTheHangoverAndIsReportedOnce() {
        short[] talk = SyntheticSpeech.of(8000, 1000, -20, 120, SEED);
        short[] call = Signals.joined(talk, Signals.silence(8000, 1000), talk, Signals.silence(8000, 1000));
        for (int hangoverMs : new int[] {0, 250, 600}) {
            VoiceActivity voice = VoiceActivity.of(8000, 20, hangoverMs);
            int starts = 0;
            int ends = 0;
            long endMs = 0;
            for (int at = 0; at < call.length; at += 160) {
                boolean speaking = voice.accept(call, at);
                assertThat(speaking).isEqualTo(voice.speaking());
                starts += voice.speechStarted() ? 1 : 0;
                ends += voice.speechEnded() ? 1 : 0;
                endMs = voice.speechEnded() ? voice.samplesSeen() / 8 : endMs;
            }
            assertThat(starts).isEqualTo(ends);
            if (hangoverMs > 0) {
                assertThat(starts).isEqualTo(2);
            }
            assertThat(endMs).isBetween(2700L + hangoverMs, 3060L + hangoverMs);
            assertThat(voice.samplesSeen()).isEqualTo(32_000);
        }
    }

    @Test
    void theFloorFollowsTheLineUpAndDown() {
        VoiceActivity voice = VoiceActivity.of(8000, 20);
        assertThat(speakingMs(voice, 20, Signals.whiteNoise(8000, 5000, -30, SEED)))
                .isLessThan(300);
        assertThat(voice.noiseFloorDb()).isBetween(-37.0, -31.0);
        assertThat(voice.levelDb()).isBetween(-37.0, -31.0);
        assertThat(speakingMs(voice, 20, Signals.whiteNoise(8000, 5000, -50, SEED)))
                .isZero();
        assertThat(voice.noiseFloorDb()).isBetween(-57.0, -51.0);
        assertThat(speakingMs(voice, 20, Signals.silence(8000, 5000))).isZero();
        assertThat(voice.noiseFloorDb()).isEqualTo(-65);
        short[] speech = SyntheticSpeech.of(8000, 2000, -30, 120, SEED);
        assertThat(firstSpeakingMs(voice, 20, speech)).isBetween(1, 60);
    }

    @Test
    void bytesAndSamplesGiveTheSameDecisions() {
        byte[] codes = MuLaw.encode(SyntheticSpeech.of(8000, 2000, -20, 120, SEED));
        short[] samples = MuLaw.decode(codes);
        byte[] linear16 = MuLaw.toLinear16(codes);
        VoiceActivity a = VoiceActivity.of(8000, 20);
        VoiceActivity b = VoiceActivity.of(8000, 20);
        VoiceActivity c = VoiceActivity.of(8000, 20);
        for (int at = 0; at < samples.length; at += 160) {
            boolean expected = a.accept(samples, at);
            assertThat(b.acceptMuLaw(codes, at)).isEqualTo(expected);
            assertThat(c.acceptLinear16(linear16, 2 * at)).isEqualTo(expected);
            assertThat(b.levelDb()).isEqualTo(a.levelDb());
            assertThat(c.levelDb()).isEqualTo(a.levelDb());
        }
        assertThat(a.speaking()).isTrue();
    }

    @Test
    void afterAResetALegStartsLikeTheFirst() {
        short[] speech = SyntheticSpeech.of(8000, 3000, -20, 120, SEED);
        VoiceActivity voice = VoiceActivity.of(8000, 10);
        int first = speakingMs(voice, 10, speech);
        voice.reset();
        assertThat(voice.speaking()).isFalse();
        assertThat(voice.samplesSeen()).isZero();
        assertThat(speakingMs(voice, 10, speech)).isEqualTo(first);
    }

    @Test
    void wrongSettingsAndShortFramesAreRefused() {
        assertThatThrownBy(() -> VoiceActivity.of(48000, 20)).hasMessageContaining("rateHz is 48000");
        assertThatThrownBy(() -> VoiceActivity.of(8000, 30)).hasMessageContaining("frameMs is 30; expected 10 or 20");
        assertThatThrownBy(() -> VoiceActivity.of(8000, 20, -1)).hasMessageContaining("hangoverMs is -1");
        VoiceActivity voice = VoiceActivity.of(8000, 20);
        assertThatThrownBy(() -> voice.accept(new short[160], 1))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("a frame takes 160 samples; 160 are there and the position is 1");
        assertThatThrownBy(() -> voice.acceptMuLaw(new byte[80], 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> voice.acceptLinear16(new byte[160], 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static short[] overMuLaw(int rateHz, double db, double... hz) {
        return MuLaw.decode(MuLaw.encode(Signals.tones(rateHz, 5000, db, hz)));
    }

    private static short[] ringing(int rateHz, double db) {
        short[] ring = Signals.joined(Signals.tones(rateHz, 2000, db, 440, 480), Signals.silence(rateHz, 4000));
        return MuLaw.decode(MuLaw.encode(Signals.joined(ring, ring, ring)));
    }

    private static short[] dialling(int rateHz, double db) {
        short[][] digits = IntStream.range(0, 16)
                .mapToObj(digit -> Signals.joined(
                        Signals.tones(rateHz, 105, db, DTMF_ROWS_HZ[digit / 4], DTMF_COLUMNS_HZ[digit % 4]),
                        Signals.silence(rateHz, 95)))
                .toArray(short[][]::new);
        return MuLaw.decode(MuLaw.encode(Signals.joined(digits)));
    }

    private static int speakingMs(VoiceActivity voice, int frameMs, short[] samples) {
        int frame = voice.frameSamples();
        int ms = 0;
        for (int at = 0; at + frame <= samples.length; at += frame) {
            ms += voice.accept(samples, at) ? frameMs : 0;
        }
        return ms;
    }

    private static int firstSpeakingMs(VoiceActivity voice, int frameMs, short[] samples) {
        int frame = voice.frameSamples();
        for (int at = 0; at + frame <= samples.length; at += frame) {
            if (voice.accept(samples, at)) {
                return (at / frame + 1) * frameMs;
            }
        }
        return -1;
    }
}
