package io.sidetone.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.sidetone.identity.Proxies;
import io.sidetone.world.Knock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one address may, by real connections; here loopback is a stranger like any other. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class StrangersTest {
    private static final int CONNECTIONS = 3;
    private static final int PER_SECOND = 5;
    private static final int BURST = 2 * PER_SECOND;

    private final AtomicLong nanos = new AtomicLong();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Loops loops;
    private FrontDoor door;

    @BeforeEach
    void open() {
        loops = Loops.open(1);
        door = door(List.of());
    }

    private FrontDoor door(List<String> proxies) {
        Strangers strangers = new Strangers(
                new Strangers.Limits(CONNECTIONS, PER_SECOND), new Proxies(proxies), false, meters, nanos::get);
        FrontDoor.Bounds bounds = new FrontDoor.Bounds(2_000, Duration.ofMinutes(1), strangers);
        FrontDoor opened = FrontDoor.bind("http", loops, bounds, "127.0.0.1", 0);
        opened.serve(Map.of(
                "/page",
                (ctx, request) -> Answer.text(HttpResponseStatus.OK, "page").send(ctx, request),
                "/twilio/voice",
                (ctx, request) -> Answer.text(HttpResponseStatus.OK, "twiml").send(ctx, request),
                "/twilio/forged",
                (ctx, request) ->
                        Answer.text(HttpResponseStatus.FORBIDDEN, "forged").send(ctx, request)));
        return opened;
    }

    @AfterEach
    void close() {
        door.close();
        loops.close();
    }

    @Test
    void oneConnectionTooManyIsClosedAndAnotherMayComeWhenOneHasGone() throws IOException {
        List<Socket> within = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            within.add(connect());
            assertThat(answers(within.get(i))).isTrue();
        }
        try (Socket beyond = connect()) {
            assertThat(answers(beyond)).isFalse();
        }
        assertThat(refused("connections")).isEqualTo(1);

        within.remove(0).close();
        while (true) { // until the server has seen it go
            Socket next = connect();
            if (answers(next)) {
                within.add(next);
                break;
            }
            next.close();
        }
        for (Socket socket : within) {
            socket.close();
        }
    }

    @Test
    void whoAsksTooOftenIsToldToWait() throws IOException {
        for (int i = 0; i < BURST; i++) {
            assertThat(ask("/page")).startsWith("HTTP/1.1 200 ");
        }
        assertThat(ask("/page")).startsWith("HTTP/1.1 429 ").containsIgnoringCase("retry-after: 1");
        assertThat(refused("requests")).isEqualTo(1);

        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        for (int i = 0; i < PER_SECOND; i++) {
            assertThat(ask("/page")).startsWith("HTTP/1.1 200 ");
        }
        assertThat(ask("/page")).startsWith("HTTP/1.1 429 ");
    }

    @Test
    void twiliosRequestsCostNothingUnlessTheyAreRefused() throws IOException {
        for (int i = 0; i < 5 * BURST; i++) {
            assertThat(ask("/twilio/voice")).startsWith("HTTP/1.1 200 ");
        }
        for (int i = 0; i < BURST; i++) {
            assertThat(ask("/twilio/forged")).startsWith("HTTP/1.1 403 ");
        }
        assertThat(ask("/twilio/forged")).startsWith("HTTP/1.1 429 ");
    }

    @Test
    void behindATrustedProxyEachClientHasItsOwn() throws IOException {
        door.close();
        door = door(List.of("127.0.0.0/8"));
        for (int i = 0; i < BURST; i++) {
            assertThat(ask("/page", "203.0.113.5")).startsWith("HTTP/1.1 200 ");
        }
        assertThat(ask("/page", "203.0.113.5")).startsWith("HTTP/1.1 429 ");
        assertThat(ask("/page", "203.0.113.6")).startsWith("HTTP/1.1 200 ");
        assertThat(ask("/page", "203.0.113.6, 203.0.113.5"))
                .as("what a stranger writes into the header does not help")
                .startsWith("HTTP/1.1 429 ");
    }

    private String ask(String path) throws IOException {
        return ask(path, "198.51.100.7");
    }

    private String ask(String path, String forwardedFor) throws IOException {
        return Knock.ask(
                door.port(),
                "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: " + forwardedFor
                        + "\r\nConnection: close\r\n\r\n");
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), door.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** Whether a connection is served; it stays open. */
    private static boolean answers(Socket socket) throws IOException {
        try {
            socket.getOutputStream()
                    .write("GET /twilio/voice HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() == 'H';
        } catch (SocketException e) {
            return false; // reset
        }
    }

    private double refused(String reason) {
        return meters.counter("sidetone_http_refused", "reason", reason).count();
    }
}
