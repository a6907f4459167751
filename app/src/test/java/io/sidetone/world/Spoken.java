package io.sidetone.world;

import io.sidetone.sim.twilio.CallAudio;
import io.sidetone.sim.twilio.Recording;
import io.sidetone.sim.twilio.Track;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is said on a call: the first part of a bundled recording, any number of times.
 *
 * @param lengthMs of the part; best ended where nobody speaks
 * @param times at least 1
 */
record Spoken(String recording, long lengthMs, int times) {
    private static final int BYTES_PER_MS = 8;
    private static final long FRAME_MS = 20;

    static Spoken once(String recording, long lengthMs) {
        return new Spoken(recording, lengthMs, 1);
    }

    /** As often as it takes to last for so long. */
    static Spoken lasting(String recording, long lengthMs, long wholeMs) {
        return new Spoken(recording, lengthMs, (int) ((wholeMs + lengthMs - 1) / lengthMs));
    }

    long wholeMs() {
        return lengthMs * times;
    }

    String language() throws IOException {
        return Recording.load(recording).language();
    }

    CallAudio audio() throws IOException {
        CallAudio whole = Recording.load(recording).audio();
        return CallAudio.twoSpeakers(repeated(whole.muLaw(Track.INBOUND)), repeated(whole.muLaw(Track.OUTBOUND)));
    }

    private byte[] repeated(byte[] whole) {
        byte[] part = Arrays.copyOf(whole, (int) lengthMs * BYTES_PER_MS);
        if (part.length > whole.length) {
            Arrays.fill(part, whole.length, part.length, CallAudio.SILENCE);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream(part.length * times);
        for (int i = 0; i < times; i++) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** Every word of one side, with its times from the beginning of the call's audio. */
    List<Script.Word> words(Track track) throws IOException {
        String role = track == Track.INBOUND ? "technician" : "agent";
        List<Script.Word> part = Script.of(recording).words(role).stream()
                .filter(word -> word.endMs() <= lengthMs - FRAME_MS)
                .toList();
        List<Script.Word> all = new ArrayList<>(part.size() * times);
        for (int i = 0; i < times; i++) {
            long fromMs = i * lengthMs;
            part.forEach(word -> all.add(new Script.Word(word.text(), fromMs + word.startMs(), fromMs + word.endMs())));
        }
        return all;
    }
}
