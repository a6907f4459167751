package io.sidetone.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.sidetone.alerts.Alert;
import io.sidetone.alerts.Machine;
import io.sidetone.alerts.Severity;
import io.sidetone.alerts.Unfit;
import io.sidetone.engine.Engine;
import io.sidetone.identity.IdentitySettings;
import io.sidetone.identity.Porter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The API on a port of its own, and a client. The porter lets in whoever says the word. */
final class ApiServer implements AutoCloseable {
    static final String TOKEN = "open sesame";
    static final String WORD = "Bearer " + TOKEN;
    static final List<Alert> ALERTS = List.of(alert());
    static final Instant NOW = Instant.parse("2025-11-20T11:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    final Api api;
    final FakeTargets targets = new FakeTargets();
    final List<Channel> connections = new CopyOnWriteArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final MultiThreadIoEventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(2, new DefaultThreadFactory("test-loop", true), NioIoHandler.newFactory());
    private final Channel listening;

    private static Alert alert() {
        try {
            List<Machine> machines = List.of(Machine.ofWords("no"), Machine.ofPattern("^[^a]?\\d+$"));
            return new Alert(
                    "Cancellation",
                    Severity.WARNING,
                    List.of("caller"),
                    List.of("no"),
                    List.of("^[^a]?\\d+$"),
                    machines);
        } catch (Unfit e) {
            throw new AssertionError(e);
        }
    }

    ApiServer(Engine engine) {
        this(engine, ApiLimits.DEFAULT);
    }

    ApiServer(Engine engine, ApiLimits limits) {
        this(
                engine,
                limits,
                new Porter(IdentitySettings.of(TOKEN, "http://127.0.0.1", Set.of(), true), InstantSource.fixed(NOW)));
    }

    ApiServer(Engine engine, ApiLimits limits, Porter porter) {
        api = new Api(
                engine,
                targets,
                porter,
                Json::object,
                ALERTS,
                TagLimits.DEFAULT,
                InstantSource.fixed(NOW),
                "1.2.3",
                limits);
        api.start();
        listening = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        connections.add(connection);
                        connection
                                .pipeline()
                                .addLast(new HttpServerCodec(), new HttpObjectAggregator(65_536), new ToApi());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    HttpResponse<String> get(String path, String... headers) {
        return ask("GET", path, "", headers);
    }

    HttpResponse<String> post(String path, String body) {
        return ask("POST", path, body);
    }

    HttpResponse<String> ask(String method, String path, String body, String... headers) {
        return later(method, path, body, headers).join();
    }

    CompletableFuture<HttpResponse<String>> later(String method, String path, String body, String... headers) {
        return send(method, path, body, Stream.concat(Stream.of("authorization", WORD), Stream.of(headers)));
    }

    /** Without the word. */
    HttpResponse<String> asNobody(String method, String path, String body, String... headers) {
        return laterAsNobody(method, path, body, headers).join();
    }

    CompletableFuture<HttpResponse<String>> laterAsNobody(String method, String path, String body, String... headers) {
        return send(method, path, body, Stream.of(headers));
    }

    private CompletableFuture<HttpResponse<String>> send(
            String method, String path, String body, Stream<String> headers) {
        java.net.http.HttpRequest.Builder request = java.net.http.HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port() + "/api/v1" + path))
                .method(
                        method,
                        body.isEmpty()
                                ? java.net.http.HttpRequest.BodyPublishers.noBody()
                                : java.net.http.HttpRequest.BodyPublishers.ofString(body));
        String[] all = headers.toArray(String[]::new);
        if (all.length > 0) {
            request.headers(all);
        }
        return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The body of a good answer. */
    JsonNode json(String path) {
        HttpResponse<String> answer = get(path);
        if (answer.statusCode() != 200) {
            throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return json(answer);
    }

    static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        api.close();
        listening.close().syncUninterruptibly();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class ToApi extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
            api.handle(ctx, request);
        }
    }

    /** One target, {@code crm}, that is suspended until it is resumed. */
    static final class FakeTargets implements Targets {
        volatile boolean suspended = true;
        final List<String> repeats = new CopyOnWriteArrayList<>();

        @Override
        public List<Target> list() {
            return List.of(new Target(
                    "crm",
                    "https://crm.example.com/hook",
                    suspended ? "suspended" : "ok",
                    1_763_632_890_000L,
                    suspended ? "HTTP 500" : null,
                    1,
                    16,
                    suspended ? 12_000 : 0));
        }

        @Override
        public boolean resume(String name) {
            suspended &= !name.equals("crm");
            return name.equals("crm");
        }

        @Override
        public void repeat() {
            repeats.add("repeat");
        }
    }
}
