package io.sidetone.sim.load;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the load cost the server; null where it was not measured, for want of a {@code --pid} or because the system does
 * not say.
 *
 * @param cores processors' worth of time in the window
 * @param microsPerFrame of that for one media message
 * @param idleKib resident memory before the calls
 * @param busyKib the same at the end of the window
 * @param toolCores what this tool used itself
 */
public record ServerCost(
        @Nullable Double cores,
        @Nullable Double microsPerFrame,
        @Nullable Long idleKib,
        @Nullable Long busyKib,
        @Nullable Double toolCores) {
    private static final double NANOS_PER_MICRO = 1_000;

    /** KiB for one call above the idle server; null if that is not known. */
    public @Nullable Double kibPerCall(int calls) {
        return idleKib == null || busyKib == null || calls == 0 ? null : (busyKib - idleKib) / (double) calls;
    }

    /** Both processes, at one moment. */
    record Sample(ServerProcess.Usage server, ServerProcess.Usage tool) {}

    static ServerCost between(Sample idle, Sample begin, Sample end, long windowNanos, long frames) {
        Duration used = spent(begin.server(), end.server());
        Double perFrame = used == null || frames == 0 ? null : used.toNanos() / NANOS_PER_MICRO / frames;
        return new ServerCost(
                share(used, windowNanos),
                perFrame,
                idle.server().residentKib(),
                end.server().residentKib(),
                share(spent(begin.tool(), end.tool()), windowNanos));
    }

    private static @Nullable Duration spent(ServerProcess.Usage begin, ServerProcess.Usage end) {
        return begin.cpu() == null || end.cpu() == null ? null : end.cpu().minus(begin.cpu());
    }

    private static @Nullable Double share(@Nullable Duration used, long windowNanos) {
        return used == null || windowNanos <= 0 ? null : used.toNanos() / (double) windowNanos;
    }
}
