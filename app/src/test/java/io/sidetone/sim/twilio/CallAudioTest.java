package io.sidetone.sim.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidetone.codec.ALaw;
import io.sidetone.codec.MuLaw;
import io.sidetone.codec.Wav;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallAudioTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void rawMuLawIsSentAsItIs() throws Exception {
        byte[] muLaw = noise(800);
        Path file = Files.write(folder.resolve("a.ulaw"), muLaw);

        assertThat(CallAudio.read(file, null).muLaw(Track.INBOUND)).isEqualTo(muLaw);
    }

    @Test
    void muLawInAWavFileIsSentAsItIs() throws Exception {
        byte[] muLaw = noise(800);
        Path file = folder.resolve("a.wav");
        Wav.of(Wav.Encoding.MULAW, 8000, 1, muLaw).write(file);

        assertThat(CallAudio.read(file, null).muLaw(Track.INBOUND)).isEqualTo(muLaw);
    }

    @Test
    void pcmAndALawBecomeMuLaw() throws Exception {
        short[] samples = ALaw.decode(noise(800));
        Path wav = folder.resolve("a.wav");
        Wav.ofSamples(8000, samples).write(wav);
        Path raw = Files.write(folder.resolve("a.alaw"), ALaw.encode(samples));

        assertThat(CallAudio.read(wav, null).muLaw(Track.INBOUND)).isEqualTo(MuLaw.encode(samples));
        assertThat(CallAudio.read(raw, null).muLaw(Track.INBOUND)).isEqualTo(MuLaw.encode(samples));
    }

    @Test
    void otherRatesKeepTheirLength() throws Exception {
        Path file = folder.resolve("a.wav");
        Wav.ofSamples(48_000, new short[48_000]).write(file);

        CallAudio audio = CallAudio.read(file, null);
        assertThat(audio.lengthMs()).isEqualTo(1000);
        assertThat(audio.muLaw(Track.INBOUND)).containsOnly(CallAudio.SILENCE);
    }

    @Test
    void twoChannelsAreTwoPeopleTheCallerOnTheLeft() throws Exception {
        Path file = folder.resolve("a.wav");
        byte[] taking = new byte[640];
        for (int i = 0; i < taking.length; i += 2) {
            taking[i] = 0x10;
            taking[i + 1] = 0x20;
        }
        Wav.of(Wav.Encoding.MULAW, 8000, 2, taking).write(file);

        CallAudio audio = CallAudio.read(file, null);
        assertThat(audio.muLaw(Track.INBOUND)).hasSize(320).containsOnly(0x10);
        assertThat(audio.muLaw(Track.OUTBOUND)).hasSize(320).containsOnly(0x20);
    }

    @Test
    void theShorterSideIsSilentUntilTheLongerOneHasFinished() {
        CallAudio audio = CallAudio.twoSpeakers(filled(170), filled(400));

        assertThat(audio.lengthMs()).isEqualTo(60);
        byte[] inbound = audio.muLaw(Track.INBOUND);
        assertThat(inbound).hasSize(480).startsWith(filled(170));
        for (int i = 170; i < inbound.length; i++) {
            assertThat(inbound[i]).isEqualTo((byte) 0xFF);
        }
    }

    @Test
    void oneSpeakerMayHaveSilenceOrNothingOnTheOtherTrack() {
        assertThat(CallAudio.oneSpeaker(filled(160)).muLaw(Track.OUTBOUND))
                .hasSize(160)
                .containsOnly(0xFF);
        assertThat(CallAudio.oneTrack(filled(160)).has(Track.OUTBOUND)).isFalse();
    }

    @Test
    void whatCannotBeSentIsRefusedWithTheReason() throws Exception {
        Path mp3 = Files.write(folder.resolve("a.mp3"), noise(10));
        Path odd = folder.resolve("odd.wav");
        Wav.ofSamples(11_025, new short[100]).write(odd);
        Path stereo = folder.resolve("stereo.wav");
        Wav.of(Wav.Encoding.MULAW, 8000, 2, noise(640)).write(stereo);

        assertThatThrownBy(() -> CallAudio.read(mp3, null))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(".ulaw");
        assertThatThrownBy(() -> CallAudio.read(odd, null)).hasMessageContaining("11025 Hz");
        assertThatThrownBy(() -> CallAudio.read(stereo, stereo)).hasMessageContaining("one each");
        assertThatThrownBy(() -> Recording.load("../secret")).hasMessageContaining("small letters");
        assertThatThrownBy(() -> Recording.load("no-such-recording")).hasMessageContaining("not part of this program");
    }

    @Test
    void aRecordingIsFoundByItsName() throws Exception {
        Recording recording = Recording.load("test-two-tones");

        assertThat(recording.language()).isEqualTo("fr");
        assertThat(recording.roles()).containsEntry(Track.INBOUND, "technician").containsEntry(Track.OUTBOUND, "agent");
        assertThat(recording.audio().muLaw(Track.INBOUND)).hasSize(160).containsOnly(0x2A);
        assertThat(recording.audio().muLaw(Track.OUTBOUND)).hasSize(160).containsOnly(0x55);
    }

    private static byte[] filled(int length) {
        return new byte[length];
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
