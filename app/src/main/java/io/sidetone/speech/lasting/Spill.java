package io.sidetone.speech.lasting;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Audio that waits on disk until it can be transcribed. It is encrypted (AES-256-GCM) with a key that this process
 * made and shows to nobody, so what a crash leaves behind cannot be read; it is removed at the next start.
 *
 * <p>Any thread may call; one thread of its own does the work.
 */
public final class Spill implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Spill.class);
    private static final String SUFFIX = ".spill";
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Path folder;
    private final long mostBytes;
    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong usedBytes = new AtomicLong();
    private final AtomicLong files = new AtomicLong();
    private final ExecutorService disk;

    /**
     * Opens the folder, and removes what an earlier process left in it.
     *
     * @param folder made if it is not there
     * @param mostBytes on disk at the same time
     * @throws UncheckedIOException if the folder cannot be used
     */
    public Spill(Path folder, long mostBytes) {
        this.folder = folder;
        this.mostBytes = mostBytes;
        try {
            Files.createDirectories(folder);
            clean();
            KeyGenerator generator = KeyGenerator.getInstance("AES");
            generator.init(256, random);
            this.key = generator.generateKey();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the folder for audio that waits, " + folder + ", cannot be used: " + e.getMessage()
                            + "; make it writable, or set speech.spill: false",
                    e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES", e);
        }
        this.disk = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "sidetone-spill");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Writes audio; fails with an {@link IOException} if the disk, or the room allowed on it, is full. */
    CompletableFuture<SpilledAudio> write(byte[] audio) {
        long size = (long) NONCE_BYTES + audio.length + TAG_BITS / 8;
        if (usedBytes.addAndGet(size) > mostBytes) {
            usedBytes.addAndGet(-size);
            return CompletableFuture.failedFuture(
                    new IOException("speech.spill-gib is used up: " + mostBytes + " bytes of audio wait on disk"));
        }
        Path file = folder.resolve(files.incrementAndGet() + SUFFIX);
        return onDisk(() -> {
                    writeFile(file, audio);
                    return new SpilledAudio(file, size);
                })
                .whenComplete((place, failure) -> {
                    if (failure != null) {
                        usedBytes.addAndGet(-size);
                    }
                });
    }

    /** Reads audio back and removes it from the disk. */
    CompletableFuture<byte[]> take(SpilledAudio place) {
        return onDisk(() -> {
            try {
                return readFile(place.file());
            } finally {
                remove(place); // also what cannot be read: nobody will ask for it again
            }
        });
    }

    /** Removes audio that nobody wants any more. */
    void discard(SpilledAudio place) {
        onDisk(() -> {
                    remove(place);
                    return place;
                })
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        log.warn("{} is left behind until the next start: {}", place.file(), failure.toString());
                    }
                });
    }

    public long usedBytes() {
        return usedBytes.get();
    }

    private <T> CompletableFuture<T> onDisk(Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(work, disk);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(new IOException("the server is stopping", e));
        }
    }

    private void writeFile(Path file, byte[] audio) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try (var out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            out.write(nonce);
            out.write(cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(audio));
        } catch (IOException e) {
            deleteQuietly(file);
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES/GCM", e);
        }
    }

    private byte[] readFile(Path file) {
        try {
            byte[] whole = Files.readAllBytes(file);
            byte[] nonce = Arrays.copyOf(whole, NONCE_BYTES);
            return cipher(Cipher.DECRYPT_MODE, nonce).doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new UncheckedIOException(new IOException(file + " is not what was written: " + e.getMessage(), e));
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }

    private void remove(SpilledAudio place) {
        try {
            Files.deleteIfExists(place.file()); // somebody may have cleaned up
            usedBytes.addAndGet(-place.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.warn("{} is left behind until the next start: {}", file, e.toString());
        }
    }

    private void clean() throws IOException {
        try (Stream<Path> old = Files.list(folder)) {
            for (Path file : old.filter(it -> it.toString().endsWith(SUFFIX)).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Removes everything, the folder too; what is still waiting is lost. Waits a moment for the disk: not for an event loop. */
    @Override
    public void close() {
        if (disk.isShutdown()) {
            return;
        }
        disk.execute(() -> {
            try {
                clean();
                Files.deleteIfExists(folder);
            } catch (IOException e) {
                log.warn("{} is not removed: {}", folder, e.toString());
            }
        });
        disk.shutdown();
        try {
            if (!disk.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("{} is emptied at the next start: the disk is busy", folder);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
