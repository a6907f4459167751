package io.sidetone.sim.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A process of this machine, and what it has cost so far. Any thread. */
final class ServerProcess {
    private static final String RESIDENT = "VmRSS:";

    private final ProcessHandle process;
    private final Path status;

    /**
     * What a process has cost since it began; null where the system does not say.
     *
     * @param cpu in user and kernel, all threads; to 10 ms on Linux
     * @param residentKib memory, without what the kernel holds for its sockets
     */
    record Usage(@Nullable Duration cpu, @Nullable Long residentKib) {
        static final Usage UNKNOWN = new Usage(null, null);
    }

    private ServerProcess(ProcessHandle process) {
        this.process = process;
        this.status = Path.of("/proc", Long.toString(process.pid()), "status");
    }

    /** @throws IllegalArgumentException if there is no such process */
    static ServerProcess of(long pid) {
        return new ServerProcess(ProcessHandle.of(pid)
                .orElseThrow(() -> new IllegalArgumentException(
                        "--pid: " + pid + ": there is no such process (expected: the server's, on this machine)")));
    }

    /** This very process. */
    static ServerProcess own() {
        return new ServerProcess(ProcessHandle.current());
    }

    Usage usage() {
        return new Usage(process.info().totalCpuDuration().orElse(null), resident());
    }

    private @Nullable Long resident() {
        try {
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith(RESIDENT)) {
                    return Long.valueOf(line.replaceAll("\\D", "")); // KiB, though it says kB
                }
            }
            return null;
        } catch (IOException e) {
            return null; // no /proc here, or the process has ended
        }
    }
}
