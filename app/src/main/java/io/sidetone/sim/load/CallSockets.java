package io.sidetone.sim.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
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
import io.sidetone.sim.twilio.Trust;
import io.sidetone.twiml.RequestSigner;
import java.net.URI;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Opens media sockets as Twilio does: its headers, masked frames, no extension. On the calls' loop. */
final class CallSockets {
    private static final String USER_AGENT = "Twilio.TmeWs/1.0";
    private static final int MAX_ANSWER_BYTES = 64 * 1024;
    private static final int KIB = 1024;

    private final Loop loop;
    private final URI url;
    private final LoadPlan.Limits limits;
    private final HttpHeaders headers;
    private final @Nullable SslContext tls; // null for ws

    /** @throws SSLException if there is no TLS to be had, and the URL wants it */
    CallSockets(Loop loop, LoadPlan plan, Trust trust) throws SSLException {
        this.loop = loop;
        this.url = plan.url();
        this.limits = plan.limits();
        this.headers = new DefaultHttpHeaders().set(HttpHeaderNames.USER_AGENT, USER_AGENT);
        String token = plan.authToken();
        if (token != null) {
            URI signed = plan.signedAs() == null ? url : plan.signedAs();
            headers.set("X-Twilio-Signature", new RequestSigner(token).sign(signed.toString()));
        }
        this.tls = "wss".equalsIgnoreCase(url.getScheme())
                ? SslContextBuilder.forClient()
                        .trustManager(trust.managers())
                        .endpointIdentificationAlgorithm("HTTPS")
                        .build()
                : null;
    }

    /** Where the bridge listens. */
    static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : "wss".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    }

    /** Connects and upgrades; the rest is the caller's. */
    void open(Caller caller) {
        int high = limits.backlogKib() * KIB;
        new Bootstrap()
                .group(loop.group())
                .channelFactory(loop.clients())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, limits.answerMs())
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(high / 2, high))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (tls != null) {
                            channel.pipeline()
                                    .addLast("tls", tls.newHandler(channel.alloc(), url.getHost(), port(url)));
                        }
                        channel.pipeline()
                                .addLast("http", new HttpClientCodec())
                                .addLast("capital names", new CapitalNames())
                                .addLast("whole answers", new HttpObjectAggregator(MAX_ANSWER_BYTES))
                                .addLast("web socket", new WebSocketClientProtocolHandler(config()))
                                .addLast("caller", caller);
                    }
                })
                .connect(url.getHost(), port(url))
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        caller.fail("could not be reached: " + connected.cause().getMessage());
                    }
                });
    }

    private WebSocketClientProtocolConfig config() {
        return WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri(url)
                .version(WebSocketVersion.V13)
                .allowExtensions(false)
                .customHeaders(headers)
                .generateOriginHeader(false)
                .handleCloseFrames(false)
                .sendCloseFrame(null)
                .handshakeTimeoutMillis(limits.answerMs())
                .build();
    }
}
