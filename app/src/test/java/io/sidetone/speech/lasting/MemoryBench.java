package io.sidetone.speech.lasting;

import java.io.IOException;
import java.nio.file.Files;

/**
 * The vendor is away for ten minutes of call time under two hundred legs; prints what memory and disk hold, and what is
 * repaired and lost. {@code -Dlegs= -Dminutes=} change the numbers.
 */
final class MemoryBench {
    private static final int LEGS = Integer.getInteger("legs", 200);
    private static final int MINUTES = Integer.getInteger("minutes", 10);
    private static final int BUFFER_SECONDS = 30;
    private static final long TOTAL_BYTES = 256L << 20;

    private MemoryBench() {}

    public static void main(String[] args) throws IOException {
        System.out.printf("%d legs, %d minutes, 30 s each and 256 MiB in all%n", LEGS, MINUTES);
        run("with a disk", new Spill(Files.createTempDirectory("spill"), 4L << 30));
        run("without", null);
    }

    private static void run(String name, @org.jspecify.annotations.Nullable Spill spill) {
        long startNanos = System.nanoTime();
        AudioBudget budget = new AudioBudget(TOTAL_BYTES);
        try (LongOutage outage = new LongOutage(LEGS, LastingWorld.withBuffer(BUFFER_SECONDS), budget, spill)) {
            outage.speak(12);
            long heapBefore = heapAfterGc();
            outage.vendor.leaves();
            outage.speak(MINUTES * 60);
            long heapAway = heapAfterGc();
            outage.vendor.isBack();
            outage.speak(60);
            outage.finish();
            print(name, outage, heapAway - heapBefore, heapAfterGc() - heapBefore, startNanos);
        }
    }

    private static void print(String name, LongOutage outage, long heapAway, long heapAfter, long startNanos) {
        long missing = 0;
        long words = 0;
        long lostMs = 0;
        for (LongOutage.Leg leg : outage.legs) {
            missing += leg.missing(outage.seconds()).size();
            words += leg.words.size();
            lostMs += leg.lostMs;
        }
        System.out.printf("%s:%n", name);
        System.out.printf("  audio in memory, most        %.1f MiB%n", mib(outage.mostInMemory));
        System.out.printf("  audio on disk, most          %.1f MiB%n", mib(outage.mostOnDisk));
        System.out.printf("  heap after GC, away / after  %+.1f / %+.1f MiB%n", mib(heapAway), mib(heapAfter));
        System.out.printf("  pieces                       %d%n", outage.vendor.pieces);
        System.out.printf("  words / expected / missing   %d / %d / %d%n", words, LEGS * outage.seconds(), missing);
        System.out.printf("  said to be lost              %d ms%n", lostMs);
        System.out.printf("  took                         %.1f s%n", (System.nanoTime() - startNanos) / 1e9);
    }

    private static double mib(long bytes) {
        return bytes / 1_048_576.0;
    }

    private static long heapAfterGc() {
        System.gc();
        Runtime java = Runtime.getRuntime();
        return java.totalMemory() - java.freeMemory();
    }
}
