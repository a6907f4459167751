package io.sidetone.server;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.netty4.NettyAllocatorMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.util.List;

/** What the process itself is measured by: memory with its pools, collections, threads, files, processor, version. */
final class ProcessMeters implements AutoCloseable {
    private final JvmGcMetrics collections = new JvmGcMetrics();

    private ProcessMeters() {}

    /** Lets the names that Micrometer gives begin as all of ours do. Before anything is measured. */
    static void nameUnderOurs(MeterRegistry meters) {
        meters.config().meterFilter(new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                return id.getName().startsWith("sidetone") ? id : id.withName("sidetone." + id.getName());
            }
        });
    }

    /** @param calls {@code limits.calls} */
    static ProcessMeters bind(MeterRegistry meters, int calls) {
        ProcessMeters process = new ProcessMeters();
        List<MeterBinder> binders = List.of(
                new JvmMemoryMetrics(),
                process.collections,
                new JvmThreadMetrics(),
                new ClassLoaderMetrics(),
                new ProcessorMetrics(),
                new FileDescriptorMetrics(),
                new UptimeMetrics());
        binders.forEach(binder -> binder.bindTo(meters));
        if (ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider buffers) {
            new NettyAllocatorMetrics(buffers).bindTo(meters);
        }
        Gauge.builder("sidetone_build", () -> 1)
                .description("Which Sidetone runs, on which Java")
                .tag("version", Version.get())
                .tag("java", System.getProperty("java.version"))
                .register(meters);
        Gauge.builder("sidetone_calls_limit", () -> calls)
                .description("Calls that may be on at once: limits.calls")
                .register(meters);
        return process;
    }

    @Override
    public void close() {
        collections.close();
    }
}
