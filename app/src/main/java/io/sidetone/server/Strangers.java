package io.sidetone.server;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sidetone.identity.Proxies;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How much one address may ask of the public door: connections that are no WebSocket yet, and requests a second. A
 * WebSocket counts no more once it is open: its door knows who that is. Any thread.
 *
 * <p>This machine itself is trusted, and so are the proxies that the settings name: they pass others on. Of those only
 * the requests can be told apart, by the address that the proxy tells.
 */
final class Strangers {
    /** An address may save up the requests of so many seconds: a page loads many files at once. */
    private static final int BURST_SECONDS = 2;
    /** More are only seen in an attack from everywhere; then those that have been quiet are forgotten. */
    private static final int MOST_ADDRESSES = 100_000;

    /**
     * What one address may.
     *
     * @param connections at once, 1 or more
     * @param requestsPerSecond 1 or more
     */
    record Limits(int connections, int requestsPerSecond) {}

    private final Limits limits;
    private final Proxies proxies;
    private final boolean trustsLoopback;
    private final LongSupplier nanoTime;
    private final Counter tooManyConnections;
    private final Counter tooManyRequests;
    private final Counter noRoom;
    private final Map<InetAddress, Integer> connections = new ConcurrentHashMap<>();
    private final Map<InetAddress, Long> paidUntil = new ConcurrentHashMap<>(); // nanoseconds

    Strangers(Limits limits, Proxies proxies, MeterRegistry meters, LongSupplier nanoTime) {
        this(limits, proxies, true, meters, nanoTime);
    }

    /** @param trustsLoopback false only where tests come from there as strangers */
    Strangers(Limits limits, Proxies proxies, boolean trustsLoopback, MeterRegistry meters, LongSupplier nanoTime) {
        this.limits = limits;
        this.proxies = proxies;
        this.trustsLoopback = trustsLoopback;
        this.nanoTime = nanoTime;
        this.tooManyConnections = refused(meters, "connections");
        this.tooManyRequests = refused(meters, "requests");
        this.noRoom = refused(meters, "full");
    }

    private static Counter refused(MeterRegistry meters, String reason) {
        return Counter.builder("sidetone_http_refused")
                .description("Connections and requests turned away: their address has too many, or the house is full")
                .tag("reason", reason)
                .register(meters);
    }

    /** Nobody more was let in. */
    void fullHouse() {
        noRoom.increment();
    }

    /** Counts a connection; false if its address has too many already, and then it is not counted. */
    boolean comes(InetAddress peer) {
        if (isTrusted(peer)) {
            return true;
        }
        int now = connections.merge(peer, 1, Integer::sum);
        if (now > limits.connections()) {
            leaves(peer);
            tooManyConnections.increment();
            return false;
        }
        return true;
    }

    /** A connection that was counted is gone, or has become somebody's WebSocket. */
    void leaves(InetAddress peer) {
        connections.computeIfPresent(peer, (address, count) -> count == 1 ? null : count - 1);
    }

    private boolean isTrusted(InetAddress peer) {
        return isThisMachine(peer) || proxies.trusts(peer);
    }

    private boolean isThisMachine(InetAddress address) {
        return trustsLoopback && address.isLoopbackAddress();
    }

    /** Whose request it is, as far as can be believed. */
    InetAddress client(InetAddress peer, List<String> forwardedFor) {
        return proxies.client(peer, forwardedFor);
    }

    /** Whether an address has requests left. */
    boolean mayAsk(InetAddress client) {
        long nowNanos = nanoTime.getAsLong();
        long aheadNanos = paidUntil.getOrDefault(client, nowNanos) - nowNanos;
        boolean isLeft = isThisMachine(client) || aheadNanos < TimeUnit.SECONDS.toNanos(BURST_SECONDS);
        if (!isLeft) {
            tooManyRequests.increment();
        }
        return isLeft;
    }

    /** Takes one request off what an address has left. */
    void charge(InetAddress client) {
        long nowNanos = nanoTime.getAsLong();
        long costNanos = TimeUnit.SECONDS.toNanos(1) / limits.requestsPerSecond();
        if (paidUntil.size() >= MOST_ADDRESSES) {
            paidUntil.values().removeIf(until -> until - nowNanos <= 0);
        }
        paidUntil.merge(client, nowNanos + costNanos, (until, first) -> Math.max(until, nowNanos) + costNanos);
    }
}
