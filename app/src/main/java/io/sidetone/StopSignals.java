package io.sidetone;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's wish to stop: SIGTERM or SIGINT. The first asks for a good end, the second for a
 * quick one.
 *
 * <p>The JVM's shutdown hooks cannot tell a second signal from the first and cannot exit with 0, so the
 * signals themselves are handled. Every JDK has {@code sun.misc.Signal} for it, in a module that is
 * kept for such uses; it is reached by reflection because javac warns of it otherwise.
 *
 * <p>Closing gives the signals back to whoever had them.
 */
final class StopSignals implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StopSignals.class);

    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private final CompletableFuture<Void> second = new CompletableFuture<>();

    private final List<Taken> taken = new ArrayList<>();

    /** A signal, and what handled it before. */
    private record Taken(Object signal, Object before) {}

    private StopSignals() {}

    /** Takes the signals over from the JVM. Where that cannot be done, they end the process as usual. */
    static StopSignals listen() {
        StopSignals signals = new StopSignals();
        for (String name : new String[] {"TERM", "INT"}) {
            try {
                signals.handle(name);
            } catch (ReflectiveOperationException | RuntimeException e) {
                log.warn("SIG{} cannot be handled here and ends the process at once: {}", name, e.toString());
            }
        }
        return signals;
    }

    CompletableFuture<Void> first() {
        return first;
    }

    CompletableFuture<Void> second() {
        return second;
    }

    private void handle(String name) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object received =
                Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, (self, method, args) -> {
                    if (method.getName().equals("handle")) {
                        received();
                        return null;
                    }
                    return method.getName().equals("hashCode")
                            ? (Object) System.identityHashCode(self)
                            : self == args[0];
                });
        Object named = signal.getConstructor(String.class).newInstance(name);
        taken.add(new Taken(named, handle(named, received)));
    }

    /** Sets a handler and returns the one before. */
    private static Object handle(Object signal, Object handler) throws ReflectiveOperationException {
        Class<?> handlers = Class.forName("sun.misc.SignalHandler");
        return signal.getClass()
                .getMethod("handle", signal.getClass(), handlers)
                .invoke(null, signal, handler);
    }

    @Override
    public void close() {
        for (Taken one : taken) {
            try {
                handle(one.signal(), one.before());
            } catch (ReflectiveOperationException e) {
                log.warn("{} cannot be given back: {}", one.signal(), e.toString());
            }
        }
    }

    private void received() {
        if (!first.complete(null)) {
            second.complete(null);
        }
    }
}
