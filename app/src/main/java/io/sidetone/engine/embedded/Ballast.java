package io.sidetone.engine.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file that only holds room: given up when the disk is full, so that what is said just then still fits. */
final class Ballast {
    private static final Logger LOG = LoggerFactory.getLogger(Ballast.class);
    private static final int STEP_BYTES = 1 << 20;

    private final Path file;
    private final long wantedBytes;

    /** @param wantedBytes 0 for none */
    Ballast(Path dir, long wantedBytes) {
        this.file = dir.resolve("ballast");
        this.wantedBytes = wantedBytes;
    }

    /** @return true if there was any to give up */
    boolean release() {
        try {
            boolean released = Files.deleteIfExists(file);
            if (released) {
                LOG.warn("{} was given up, so that there is room for what is under way", file);
            }
            return released;
        } catch (IOException e) {
            LOG.warn("{} could not be given up: {}", file, e.toString());
            return false;
        }
    }

    /**
     * Makes it if it is not there and there is plenty of room for it.
     *
     * @param stop ends it half-way
     */
    void make(DiskRoom room, BooleanSupplier stop) {
        long bytes = room.ballastBytes(wantedBytes);
        boolean plenty = !room.isShort() && room.freeBytes() > 3 * bytes;
        if (bytes == 0 || !plenty || Files.exists(file)) {
            return;
        }
        try {
            write(bytes, stop);
        } catch (IOException e) {
            LOG.warn("{} could not be made: {}", file, e.toString());
            release();
        }
    }

    /** Of noise, since some file systems keep no room for zeros. */
    private void write(long bytes, BooleanSupplier stop) throws IOException {
        byte[] noise = new byte[STEP_BYTES];
        new Random(bytes).nextBytes(noise);
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long written = 0; written < bytes && !stop.getAsBoolean(); ) {
                written += out.write(ByteBuffer.wrap(noise, 0, (int) Math.min(STEP_BYTES, bytes - written)));
            }
        }
    }
}
