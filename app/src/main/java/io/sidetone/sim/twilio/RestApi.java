package io.sidetone.sim.twilio;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of Twilio's REST API that starts and stops streams on live calls, on a loopback port of its own. */
final class RestApi implements AutoCloseable {
    private static final Pattern STREAMS =
            Pattern.compile("/2010-04-01/Accounts/([^/]+)/Calls/([^/]+)/Streams(?:/([^/]+))?\\.json");
    private static final int LONGEST_BODY = 256 * 1024;

    private final TwilioAccount account;
    private final Function<String, Optional<SimulatedCall>> calls;
    private final Channel listening;

    /** @param calls the live call that a sid is a leg of */
    RestApi(EventLoopGroup loops, TwilioAccount account, Function<String, Optional<SimulatedCall>> calls) {
        this.account = account;
        this.calls = calls;
        this.listening = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new HttpServerCodec(), new HttpObjectAggregator(LONGEST_BODY), new Desk());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + ((InetSocketAddress) listening.localAddress()).getPort());
    }

    @Override
    public void close() {
        listening.close().awaitUninterruptibly();
    }

    private final class Desk extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
            Matcher path = STREAMS.matcher(request.uri());
            if (!mayAsk(request)) {
                answer(ctx, RestAnswer.unauthorized());
            } else if (!path.matches()
                    || !request.method().equals(HttpMethod.POST)
                    || !path.group(1).equals(account.sid())) {
                answer(ctx, RestAnswer.unknown(request.uri()));
            } else {
                ask(ctx, request, path.group(2), path.group(3));
            }
        }

        private void ask(ChannelHandlerContext ctx, FullHttpRequest request, String callSid, String stream) {
            Map<String, String> form = form(request);
            Optional<SimulatedCall> call = calls.apply(callSid);
            if (call.isEmpty()) {
                answer(ctx, RestAnswer.unknown(request.uri()));
            } else {
                call.get()
                        .rest(callSid, Optional.ofNullable(stream), form)
                        .thenAcceptAsync(it -> answer(ctx, it), ctx.executor());
            }
        }

        private boolean mayAsk(FullHttpRequest request) {
            if (account.authToken() == null) {
                return true;
            }
            String pair = account.sid() + ":" + account.authToken();
            String expected = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
            return expected.equals(request.headers().get(HttpHeaderNames.AUTHORIZATION));
        }

        private void answer(ChannelHandlerContext ctx, RestAnswer answer) {
            DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1,
                    HttpResponseStatus.valueOf(answer.status()),
                    Unpooled.copiedBuffer(answer.json(), StandardCharsets.UTF_8));
            response.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, "application/json; charset=utf-8")
                    .set(HttpHeaderNames.CONNECTION, "close")
                    .setInt(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
            ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private static Map<String, String> form(FullHttpRequest request) {
        Map<String, String> form = new HashMap<>();
        new QueryStringDecoder(request.content().toString(StandardCharsets.UTF_8), false)
                .parameters()
                .forEach((name, values) -> form.put(name, values.get(0)));
        return form;
    }
}
