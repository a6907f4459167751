package io.sidetone.engine.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A small file system of a test's own: an image, mounted. Needs root and Linux. */
final class SmallDisk {
    private static final int SECONDS = 30;

    private final Path image;
    private final Path mount;

    private SmallDisk(Path image, Path mount) {
        this.image = image;
        this.mount = mount;
    }

    static boolean mayMount() {
        return System.getProperty("user.name").equals("root")
                && System.getProperty("os.name").equals("Linux");
    }

    /** @param dir of the test; the image and the mount point are made there */
    static SmallDisk make(Path dir, int mib) throws Exception {
        SmallDisk disk = new SmallDisk(dir.resolve("image"), Files.createDirectory(dir.resolve("disk")));
        try (RandomAccessFile file = new RandomAccessFile(disk.image.toFile(), "rw")) {
            file.setLength((long) mib << 20);
        }
        run("mkfs.ext4", "-q", "-b", "4096", "-m", "0", "-N", "256", disk.image.toString());
        disk.mount();
        return disk;
    }

    void mount() throws Exception {
        run("mount", "-o", "loop,errors=remount-ro", image.toString(), mount.toString());
    }

    /** Where it is mounted. */
    Path path() {
        return mount;
    }

    long freeBytes() throws IOException {
        return Files.getFileStore(mount).getUsableSpace();
    }

    /** Takes all room but a little. */
    Path fill(long leftBytes) throws IOException {
        Path filler = mount.resolve("filler");
        byte[] piece = new byte[64 << 10];
        try (RandomAccessFile out = new RandomAccessFile(filler.toFile(), "rw")) {
            out.seek(out.length());
            while (freeBytes() > leftBytes + piece.length) {
                out.write(piece);
                out.getFD().sync();
            }
        }
        return filler;
    }

    /** Fails as long as somebody has a file open to write. */
    void remount(String options) throws Exception {
        run("mount", "-o", "remount," + options, mount.toString());
    }

    /** What the kernel does when a disk answers with garbage: the file system is read-only from now on. */
    void breakDown() throws Exception {
        String device = run("findmnt", "-no", "SOURCE", mount.toString()).strip();
        Path trigger = Path.of("/sys/fs/ext4", Path.of(device).getFileName().toString(), "trigger_fs_error");
        Files.writeString(trigger, "on purpose");
    }

    /** Fails as long as somebody has a file open. */
    void unmount() throws Exception {
        run("umount", mount.toString());
    }

    void repair() throws Exception {
        run("fsck.ext4", "-p", "-f", image.toString());
    }

    interface Attempt {
        void run() throws Exception;
    }

    /** Tries until it works; the test's own timeout ends it. */
    static void untilItWorks(Attempt attempt) throws Exception {
        while (true) {
            try {
                attempt.run();
                return;
            } catch (IOException e) {
                if (Thread.interrupted()) {
                    throw e;
                }
            }
        }
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new TimeoutException(List.of(command) + " takes too long");
        }
        List<Integer> fine = new ArrayList<>(List.of(0));
        if (command[0].startsWith("fsck")) {
            fine.add(1); // errors were corrected
        }
        if (!fine.contains(process.exitValue())) {
            throw new IOException(List.of(command) + ": " + process.exitValue() + " " + said);
        }
        return said;
    }

    /** Whoever still has a file open. */
    void giveUp() throws Exception {
        run("umount", "-l", mount.toString());
    }
}
