package io.sidetone.sim.twilio;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.ReflectiveChannelFactory;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Opens media sockets the way Twilio does: its headers, masked frames, no origin, no subprotocol, no
 * extension. Safe on any thread.
 */
final class StreamSockets {
    private static final String USER_AGENT = "Twilio.TmeWs/1.0";
    private static final int MAX_ANSWER_BYTES = 64 * 1024;
    private static final int CONNECT_TIMEOUT_MS = 10_000;
    private static final long CLOSE_TIMEOUT_MS = 5_000;
    private static final int TLS_PORT = 443;

    private final Trust trust;
    private volatile @Nullable SslContext tls; // built when the first wss URL is met

    StreamSockets(Trust trust) {
        this.trust = trust;
    }

    /**
     * Connects, upgrades, and leaves the rest to {@code session}.
     *
     * @param uri where to connect; a query is not sent
     */
    void open(EventLoop loop, URI uri, Optional<String> signature, ChannelHandler session) {
        boolean secure = "wss".equalsIgnoreCase(uri.getScheme());
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? TLS_PORT : 80;
        new Bootstrap()
                .group(loop)
                .channelFactory(new ReflectiveChannelFactory<>(NioSocketChannel.class))
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) throws SSLException {
                        ChannelPipeline pipeline = channel.pipeline();
                        if (secure) {
                            pipeline.addLast(
                                    "tls",
                                    named(tls().newHandler(channel.alloc(), uri.getHost(), port), uri.getHost()));
                        }
                        pipeline.addLast("http", new HttpClientCodec())
                                .addLast("whole answers", new HttpObjectAggregator(MAX_ANSWER_BYTES))
                                .addLast("web socket", new WebSocketClientProtocolHandler(config(uri, signature)))
                                .addLast("session", session);
                    }
                })
                // The JDK looks names up on this thread. Here that costs a simulated call its punctuality, no more.
                .connect(uri.getHost(), port)
                .addListener(connected -> {
                    if (!connected.isSuccess() && session instanceof StreamSession waiting) {
                        waiting.unreachable(connected.cause());
                    }
                });
    }

    /** Java names only hosts that have a dot in their name; Twilio names every one. */
    private static SslHandler named(SslHandler tls, String host) {
        if (!NetUtil.isValidIpV4Address(host) && !host.startsWith("[")) {
            SSLParameters parameters = tls.engine().getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(host)));
            tls.engine().setSSLParameters(parameters);
        }
        return tls;
    }

    private SslContext tls() throws SSLException {
        SslContext built = tls;
        if (built == null) {
            built = SslContextBuilder.forClient()
                    .trustManager(trust.managers())
                    .endpointIdentificationAlgorithm("HTTPS")
                    .build();
            tls = built; // two of them, in a race, do no harm
        }
        return built;
    }

    private static WebSocketClientProtocolConfig config(URI uri, Optional<String> signature) {
        HttpHeaders headers = new DefaultHttpHeaders().set(HttpHeaderNames.USER_AGENT, USER_AGENT);
        signature.ifPresent(value -> headers.set("x-twilio-signature", value));
        return WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri(withoutQuery(uri))
                .version(WebSocketVersion.V13)
                .allowExtensions(false)
                .customHeaders(headers)
                .generateOriginHeader(false)
                .handleCloseFrames(false)
                .sendCloseFrame(null)
                .handshakeTimeoutMillis(TimeUnit.SECONDS.toMillis(10))
                .forceCloseTimeoutMillis(CLOSE_TIMEOUT_MS)
                .build();
    }

    static URI withoutQuery(URI uri) {
        String text = uri.toString();
        int query = text.indexOf('?');
        return query < 0 ? uri : URI.create(text.substring(0, query));
    }
}
