package io.sidetone.codec;

import java.util.Arrays;

/**
 * The level of the quietest moment of the last three seconds.
 *
 * <p>A minimum and not a mean, so that talking never lifts it as long as there are syllables; over a
 * time that any steady sound outlasts and no breath group does.
 */
final class NoiseFloor {

    private static final int PART_MS = 300;
    private static final int PARTS = 10;
    /** Below this it is the codec or a switched-off line; sounds must be louder than that anyway. */
    private static final double LOWEST_DB = -65;
    /** Where a call starts, before anything is known. */
    private static final double START_DB = -60;
    /** Smooths over about 40 ms, or the minimum would follow chance. */
    private static final double SMOOTHING_MS = 40;

    private final double[] minima = new double[PARTS];
    private final int framesInPart;
    private final double weight;
    private int part;
    private int frames;
    private double smoothDb;
    private double floorDb;

    NoiseFloor(int frameMs) {
        this.framesInPart = PART_MS / frameMs;
        this.weight = Math.min(1, frameMs / SMOOTHING_MS);
        reset();
    }

    void take(double levelDb) {
        smoothDb += weight * (levelDb - smoothDb);
        double quiet = Math.max(LOWEST_DB, smoothDb);
        minima[part] = Math.min(minima[part], quiet);
        floorDb = Math.min(floorDb, quiet);
        frames++;
        if (frames == framesInPart) {
            frames = 0;
            part = (part + 1) % PARTS;
            minima[part] = quiet;
            floorDb = lowest();
        }
    }

    double db() {
        return floorDb;
    }

    void reset() {
        Arrays.fill(minima, START_DB);
        part = 0;
        frames = 0;
        smoothDb = START_DB;
        floorDb = START_DB;
    }

    private double lowest() {
        double lowest = minima[0];
        for (double minimum : minima) {
            lowest = Math.min(lowest, minimum);
        }
        return lowest;
    }
}
