package io.sidetone.sim.twilio;

import io.sidetone.codec.MuLaw;
import java.util.Arrays;

/** What a stream carries before anybody has picked up: the caller waits in silence, and hears it ring. */
final class Ringing {
    private static final int HZ = 8_000;
    /** North American ringback: 440 and 480 Hz, two seconds of every six. */
    private static final byte[] TONE = tone(2 * HZ, 6 * HZ);

    private Ringing() {}

    static void copy(Track track, int position, byte[] into, int at, int count) {
        if (track == Track.INBOUND) {
            Arrays.fill(into, at, at + count, CallAudio.SILENCE);
        } else {
            for (int i = 0; i < count; i++) {
                into[at + i] = TONE[(position + i) % TONE.length];
            }
        }
    }

    private static byte[] tone(int sounding, int period) {
        double amplitude = 2_500; // each tone about 22 dB below full scale
        byte[] tone = new byte[period];
        Arrays.fill(tone, sounding, period, CallAudio.SILENCE);
        for (int i = 0; i < sounding; i++) {
            double turn = 2 * Math.PI * i / HZ;
            tone[i] = MuLaw.encode((int) Math.round(amplitude * (Math.sin(440 * turn) + Math.sin(480 * turn))));
        }
        return tone;
    }
}
