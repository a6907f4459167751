package io.sidetone.server;

import com.sun.management.UnixOperatingSystemMXBean;
import io.sidetone.settings.Settings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What this machine gives, against what the settings may come to need. */
final class MachineChecks {
    /** Two streams of Twilio's and two of the vendor's. */
    private static final int FILES_PER_CALL = 4;
    /** The journal, webhooks, the jar, and whoever else knocks. */
    private static final int OTHER_FILES = 500;

    private static final long LEAST_DISK_BYTES = 256L << 20;
    private static final long MIB = 1L << 20;

    private final Settings settings;

    MachineChecks(Settings settings) {
        this.settings = settings;
    }

    Checks.Finding dataDirectory() {
        Path dir = settings.dataDir().toAbsolutePath();
        try {
            Files.createDirectories(dir);
            Path probe = Files.createTempFile(dir, "check", null);
            try (FileChannel file = FileChannel.open(probe, StandardOpenOption.WRITE)) {
                file.write(ByteBuffer.wrap(new byte[4_096]));
                file.force(true);
            } finally {
                Files.delete(probe);
            }
            long free = Files.getFileStore(dir).getUsableSpace();
            String room = dir + " can be written and synced, " + free / MIB + " MiB are free";
            return free >= LEAST_DISK_BYTES
                    ? new Checks.Finding(true, "data.dir", room)
                    : new Checks.Finding(
                            false, "data.dir", room + "; make room for 256 or more, or set retention.days lower");
        } catch (IOException e) {
            return new Checks.Finding(
                    false, "data.dir", dir + " cannot be written: " + e + "; make it writable or set data.dir");
        }
    }

    Checks.Finding openFiles() {
        if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix)) {
            return new Checks.Finding(true, "open files", "this system does not tell its limit");
        }
        return openFiles(unix.getMaxFileDescriptorCount());
    }

    Checks.Finding openFiles(long most) {
        Settings.Limits limits = settings.limits();
        long needed = (long) limits.calls() * FILES_PER_CALL + limits.dashboards() + OTHER_FILES;
        String detail = most + " may be open; " + limits.calls() + " calls (limits.calls) may need " + needed;
        return most >= needed
                ? new Checks.Finding(true, "open files", detail)
                : new Checks.Finding(
                        false, "open files", detail + "; raise it (ulimit -n, LimitNOFILE) or set limits.calls lower");
    }

    Checks.Finding memory() {
        return memory(Runtime.getRuntime().maxMemory());
    }

    Checks.Finding memory(long heapBytes) {
        int calls = settings.limits().calls();
        int room = Settings.callsThatFit(heapBytes, settings.speech().buffer());
        String detail = "a heap of " + heapBytes / MIB + " MiB has room for " + room
                + " calls whose vendor is away; limits.calls is " + calls;
        return calls <= room
                ? new Checks.Finding(true, "memory", detail)
                : new Checks.Finding(
                        false,
                        "memory",
                        detail + "; give more (-Xmx in SIDETONE_JAVA_OPTS), or set limits.calls or"
                                + " speech.buffer-seconds lower");
    }
}
