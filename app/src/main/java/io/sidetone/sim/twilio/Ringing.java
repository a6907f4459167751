package io.sidetone.sim.twilio;

import java.util.Arrays;

/** What a stream carries before anybody has picked up: the caller waits, and hears it ring. */
final class Ringing {
    private Ringing() {}

    static void copy(Track track, int position, byte[] into, int at, int count) {
        Arrays.fill(into, at, at + count, CallAudio.SILENCE);
    }
}
