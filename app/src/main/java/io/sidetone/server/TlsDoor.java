package io.sidetone.server;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.sidetone.settings.Settings;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the public port proves itself with. Looks after its two files on a thread of its own: a renewed certificate is
 * used for the next connections, those that are open stay. Files that are no good are told of, and the certificate in
 * use stays in use. Safe on any thread.
 */
final class TlsDoor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TlsDoor.class);
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final Settings.Tls files;
    private final Duration handshake;
    private final InstantSource clock;
    private final Counter unusable;
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("sidetone-certificate", true));
    private volatile InUse inUse;
    private String lastTrouble = ""; // of the watching thread: the same is told once

    private record InUse(Certificate certificate, SslContext context) {}

    /**
     * Reads the files and begins to watch them.
     *
     * @param handshake longest time for a handshake
     * @throws CannotStart if they are no good; the message says why
     */
    static TlsDoor open(Settings.Tls files, Duration handshake, MeterRegistry meters, InstantSource clock) {
        TlsDoor door = new TlsDoor(files, handshake, meters, clock);
        door.watch.scheduleWithFixedDelay(door::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        return door;
    }

    private TlsDoor(Settings.Tls files, Duration handshake, MeterRegistry meters, InstantSource clock) {
        this.files = files;
        this.handshake = handshake;
        this.clock = clock;
        try {
            this.inUse = read();
        } catch (Certificate.Unusable e) {
            throw new CannotStart(String.valueOf(e.getMessage()), e);
        }
        this.unusable = Counter.builder("sidetone_tls_reload_failures")
                .description("Changes of the certificate's files that could not be used")
                .register(meters);
        TimeGauge.builder("sidetone_tls_certificate_expires", this, TimeUnit.SECONDS, it -> it.certificate()
                        .expires()
                        .getEpochSecond())
                .description("When the certificate in use ends, in seconds since 1970")
                .register(meters);
        log.info("TLS on http.port by {}: {}", inUse.context().getClass().getSimpleName(), inUse.certificate());
        warnOfItsEnd();
    }

    private InUse read() throws Certificate.Unusable {
        Certificate certificate = Certificate.read(files.certificate(), files.key());
        try {
            return new InUse(certificate, certificate.context());
        } catch (IOException | IllegalArgumentException e) {
            throw new Certificate.Unusable(
                    "http.tls.certificate: " + files.certificate() + " cannot be used: " + e.getMessage());
        }
    }

    Certificate certificate() {
        return inUse.certificate();
    }

    /** For one new connection. */
    SslHandler handler(ByteBufAllocator buffers) {
        SslHandler handler = inUse.context().newHandler(buffers);
        handler.setHandshakeTimeoutMillis(handshake.toMillis());
        return handler;
    }

    /** Takes what stands in the files now, if that is new and good. Must not throw: it would be the last time. */
    void look() {
        try {
            InUse now = read();
            lastTrouble = "";
            if (!now.certificate().isSameAs(inUse.certificate())) {
                inUse = now;
                log.info("TLS: new connections get the renewed certificate: {}", now.certificate());
                warnOfItsEnd();
            }
        } catch (Certificate.Unusable | RuntimeException e) {
            trouble(String.valueOf(e.getMessage()));
        }
    }

    private void trouble(String what) {
        if (!what.equals(lastTrouble)) {
            lastTrouble = what;
            unusable.increment();
            log.error(
                    "TLS goes on with the certificate it has, until {}: {}",
                    inUse.certificate().expires(),
                    what);
        }
    }

    private void warnOfItsEnd() {
        if (certificate().endsSoon(clock.instant())) {
            log.warn(
                    "the certificate in {} ends at {}: renew it; it is read again by itself",
                    files.certificate(),
                    certificate().expires());
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
