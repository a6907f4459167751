package io.sidetone.world;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real file system of some mebibytes (ext4 in a file), to be filled, to be broken, to be mended. Needs root. */
final class SmallDisk implements AutoCloseable {
    private final Path image;
    private final Path mountPoint;
    private int mounts;

    private SmallDisk(Path image, Path mountPoint) {
        this.image = image;
        this.mountPoint = mountPoint;
    }

    static SmallDisk mount(Path folder, int mebibytes) throws IOException, InterruptedException {
        Path image = folder.resolve("disk.img");
        SmallDisk disk = new SmallDisk(image, Files.createDirectory(folder.resolve("disk")));
        run("truncate", "-s", mebibytes + "M", image.toString());
        run("mkfs.ext4", "-q", "-m", "0", image.toString());
        disk.mount(image);
        return disk;
    }

    private void mount(Path from) throws IOException, InterruptedException {
        run("mount", "-o", "loop,errors=remount-ro", from.toString(), mountPoint.toString());
        mounts++;
    }

    Path root() {
        return mountPoint;
    }

    private Path filler() {
        return mountPoint.resolve("filler");
    }

    /** Takes every byte that is left. */
    void fill() throws IOException, InterruptedException {
        Process filling = new ProcessBuilder(
                        "dd", "if=/dev/zero", "of=" + filler(), "bs=4k", "oflag=append", "conv=notrunc")
                .redirectErrorStream(true)
                .start();
        String said = new String(filling.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (filling.waitFor() == 0 || !said.contains("No space left")) {
            throw new IOException("the disk could not be filled: " + said);
        }
    }

    void empty() throws IOException {
        Files.delete(filler());
    }

    /** What a kernel does when a disk fails: the file system takes nothing any more, under whatever is open. */
    void fail() throws IOException, InterruptedException {
        String device =
                run("findmnt", "-n", "-o", "SOURCE", mountPoint.toString()).strip();
        Path trigger = Path.of("/sys/fs/ext4", Path.of(device).getFileName().toString(), "trigger_fs_error");
        Files.writeString(trigger, "1");
    }

    /** What an operator does then: a checked copy is mounted at the same place. */
    void mend() throws IOException, InterruptedException {
        Path copy = image.resolveSibling("mended.img");
        Files.copy(image, copy);
        // its exit status tells by bits what was corrected
        new ProcessBuilder("e2fsck", "-fy", copy.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        mount(copy);
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IOException(List.of(command) + ": " + said);
        }
        return said;
    }

    @Override
    public void close() throws IOException {
        try {
            for (; mounts > 0; mounts--) {
                run("umount", "-l", mountPoint.toString());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
