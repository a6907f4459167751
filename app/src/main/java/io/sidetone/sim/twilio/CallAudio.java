package io.sidetone.sim.twilio;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is said on a call: 8 kHz mu-law per track, both tracks on one timeline that begins when the
 * conversation does. All tracks have the same length, a whole number of 20 ms frames; what is missing
 * is mu-law silence. Immutable.
 */
public final class CallAudio {
    /** Bytes of one 20 ms frame at 8 kHz. */
    public static final int FRAME_BYTES = 160;
    /** Mu-law's positive zero. */
    public static final byte SILENCE = (byte) 0xFF;

    static final int BYTES_PER_MS = 8;

    private final Map<Track, byte[]> tracks;
    private final int length;

    private CallAudio(Map<Track, byte[]> tracks) {
        int longest = tracks.values().stream().mapToInt(t -> t.length).max().orElse(0);
        this.length = (longest + FRAME_BYTES - 1) / FRAME_BYTES * FRAME_BYTES;
        this.tracks = new EnumMap<>(Track.class);
        tracks.forEach((track, muLaw) -> this.tracks.put(track, padded(muLaw, length)));
    }

    /** Two people, one per track; the shorter one is silent until the longer one has finished. */
    public static CallAudio twoSpeakers(byte[] inboundMuLaw, byte[] outboundMuLaw) {
        return new CallAudio(Map.of(Track.INBOUND, inboundMuLaw, Track.OUTBOUND, outboundMuLaw));
    }

    /** One person on the inbound track, and frames of silence on the outbound one. */
    public static CallAudio oneSpeaker(byte[] inboundMuLaw) {
        return twoSpeakers(inboundMuLaw, new byte[0]);
    }

    /** One person on the inbound track, and not a single frame on the outbound one. */
    public static CallAudio oneTrack(byte[] inboundMuLaw) {
        return new CallAudio(Map.of(Track.INBOUND, inboundMuLaw));
    }

    /**
     * Reads what is said from files: WAV (16-bit PCM, mu-law or A-law at 8, 16 or 48 kHz) or raw mu-law.
     *
     * @param inbound the caller; a WAV file with two channels has both people, the caller on the left
     * @param outbound the other side, or null for silence; not with a file of two channels
     * @throws IOException if a file cannot be read, or is none of these; the message says which and why
     */
    public static CallAudio read(Path inbound, @Nullable Path outbound) throws IOException {
        List<byte[]> first = AudioFiles.read(inbound);
        if (outbound == null) {
            return first.size() == 1 ? oneSpeaker(first.get(0)) : twoSpeakers(first.get(0), first.get(1));
        }
        List<byte[]> second = AudioFiles.read(outbound);
        if (first.size() + second.size() != 2) {
            throw new IOException(inbound + " and " + outbound + ": " + first.size() + " and " + second.size()
                    + " channels (expected: one each, or a single file with both)");
        }
        return twoSpeakers(first.get(0), second.get(0));
    }

    /** The same conversation as the dialled leg carries it: there the dialled side is the inbound one. */
    CallAudio fromTheOtherSide() {
        Map<Track, byte[]> swapped = new EnumMap<>(Track.class);
        tracks.forEach((track, muLaw) -> swapped.put(track == Track.INBOUND ? Track.OUTBOUND : Track.INBOUND, muLaw));
        return new CallAudio(swapped);
    }

    static CallAudio of(Map<Track, byte[]> tracks) {
        return new CallAudio(tracks);
    }

    /** Whether frames are sent on this track at all. */
    public boolean has(Track track) {
        return tracks.containsKey(track);
    }

    /**
     * Exactly the bytes that are sent on a track once the conversation has begun.
     *
     * @return a copy; empty if the track sends nothing
     */
    public byte[] muLaw(Track track) {
        byte[] found = tracks.get(track);
        return found == null ? new byte[0] : found.clone();
    }

    /** How long the conversation takes, in milliseconds of media time. */
    public long lengthMs() {
        return length / BYTES_PER_MS;
    }

    int lengthBytes() {
        return length;
    }

    /** Copies {@code count} bytes from {@code position}; the caller stays inside the audio. */
    void copy(Track track, int position, byte[] into, int at, int count) {
        byte[] from = tracks.get(track);
        if (from == null) {
            Arrays.fill(into, at, at + count, SILENCE);
        } else {
            System.arraycopy(from, position, into, at, count);
        }
    }

    private static byte[] padded(byte[] muLaw, int length) {
        byte[] whole = Arrays.copyOf(muLaw, length);
        Arrays.fill(whole, muLaw.length, length, SILENCE);
        return whole;
    }
}
