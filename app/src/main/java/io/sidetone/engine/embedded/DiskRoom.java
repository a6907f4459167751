package io.sidetone.engine.embedded;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much room the journal's disk has.
 *
 * @param freeBytes that we may use
 * @param totalBytes of the disk
 */
record DiskRoom(long freeBytes, long totalBytes, boolean readOnly) {
    /** Files cannot even be opened without a little room. */
    private static final long FULL_BYTES = 256 << 10;

    /** A large disk is not short of room at 5 %. */
    private static final long SHORT_BYTES = 256 << 20;

    static DiskRoom of(Path dir) throws IOException {
        FileStore store = Files.getFileStore(dir);
        return new DiskRoom(store.getUsableSpace(), store.getTotalSpace(), store.isReadOnly());
    }

    /** Below 20 %: people should know. */
    boolean isLow() {
        return freeBytes < totalBytes / 5;
    }

    /** Below 5 %, and below 256 MiB: no new calls should be taken. */
    boolean isShort() {
        return freeBytes < shortBytes();
    }

    boolean isFull() {
        return freeBytes < FULL_BYTES && !readOnly;
    }

    long shortBytes() {
        return Math.min(totalBytes / 20, SHORT_BYTES);
    }

    /**
     * How large a ballast may be here.
     *
     * @param wantedBytes no more than that, nor than a twentieth of the disk
     */
    long ballastBytes(long wantedBytes) {
        return Math.min(wantedBytes, totalBytes / 20);
    }

    @Override
    public String toString() {
        return size(freeBytes) + " of " + size(totalBytes) + " are free";
    }

    static String size(long bytes) {
        return bytes < 10 << 20 ? (bytes >> 10) + " KiB" : (bytes >> 20) + " MiB";
    }
}
