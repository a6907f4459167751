package io.sidetone.sim.deepgram;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the place of a 40 ms window in a set of tracks.
 *
 * <p>Every window that starts at a multiple of 20 ms is listed, and the asker moves on sample by
 * sample, so any alignment is met within 20 ms of sound. Windows of one value (silence) say nothing
 * about the place and are left out. Of windows that sound alike the first is listed; the
 * {@link Recognizer} notices where two such tracks part.
 *
 * <p>An open hash table in two arrays: it is asked once per sample of every stream that is not
 * anchored. Immutable after construction; safe on any thread.
 */
public final class WindowIndex {
    private static final int STRIDE = 160;

    private final List<Track> tracks;
    private final int mask;
    private final long[] hashes;
    private final int[] places; // number of the place plus one; zero: the slot is free
    private final int[] firstPlace; // per track

    /** A window of a track. */
    record Place(Track track, int start) {}

    /** Lists every window of these tracks. */
    public WindowIndex(List<Track> tracks) {
        this.tracks = List.copyOf(tracks);
        this.firstPlace = new int[tracks.size() + 1];
        for (int t = 0; t < tracks.size(); t++) {
            firstPlace[t + 1] = firstPlace[t] + windows(tracks.get(t));
        }
        int slots = Math.max(16, Integer.highestOneBit(Math.max(1, firstPlace[tracks.size()])) << 2);
        this.mask = slots - 1;
        this.hashes = new long[slots];
        this.places = new int[slots];
        for (int t = 0; t < tracks.size(); t++) {
            list(t);
        }
    }

    @Nullable Place find(long hash) {
        for (int slot = slot(hash); places[slot] != 0; slot = (slot + 1) & mask) {
            if (hashes[slot] == hash) {
                return place(places[slot] - 1);
            }
        }
        return null;
    }

    private static int windows(Track track) {
        return track.length() < WindowHash.SAMPLES ? 0 : (track.length() - WindowHash.SAMPLES) / STRIDE + 1;
    }

    private void list(int number) {
        Track track = tracks.get(number);
        for (int window = 0; window < windows(track); window++) {
            int start = window * STRIDE;
            long hash = 0;
            boolean flat = true;
            for (int i = start; i < start + WindowHash.SAMPLES; i++) {
                hash = WindowHash.add(hash, track.sample(i));
                flat &= track.sample(i) == track.sample(start);
            }
            if (!flat) {
                put(hash, firstPlace[number] + window + 1);
            }
        }
    }

    private void put(long hash, int place) {
        int slot = slot(hash);
        while (places[slot] != 0) {
            if (hashes[slot] == hash) {
                return;
            }
            slot = (slot + 1) & mask;
        }
        hashes[slot] = hash;
        places[slot] = place;
    }

    private Place place(int number) {
        int track = 0;
        while (number >= firstPlace[track + 1]) {
            track++;
        }
        return new Place(tracks.get(track), (number - firstPlace[track]) * STRIDE);
    }

    private int slot(long hash) {
        long mixed = hash * 0xD6E8_FEB8_6659_FD93L;
        return (int) (mixed >>> 32) & mask;
    }
}
