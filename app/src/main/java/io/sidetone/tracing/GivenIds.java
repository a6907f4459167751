package io.sidetone.tracing;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Random ids, but for the one span that has its own. */
final class GivenIds implements IdGenerator {
    private final IdGenerator others = IdGenerator.random();

    @SuppressWarnings("ThreadLocalUsage") // of one provider, and empty again after each use
    private final ThreadLocal<@Nullable SpanContext> own = new ThreadLocal<>();

    /** Has a span started with the ids of {@code context}, on this thread. */
    <T> T with(SpanContext context, Supplier<T> start) {
        own.set(context);
        try {
            return start.get();
        } finally {
            own.remove();
        }
    }

    @Override
    public String generateSpanId() {
        SpanContext given = own.get();
        return given == null ? others.generateSpanId() : given.getSpanId();
    }

    @Override
    public String generateTraceId() {
        SpanContext given = own.get();
        return given == null ? others.generateTraceId() : given.getTraceId();
    }
}
