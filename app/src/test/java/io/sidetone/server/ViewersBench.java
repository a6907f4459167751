package io.sidetone.server;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.sidetone.settings.Settings;
import io.sidetone.settings.Sources;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * What supervisors cost the server: processor time of the feed's thread and of the loops, and bytes, for each of a few
 * numbers of viewers who watch a crowd. {@code -Dcalls=500 -Dviewers=0,1,50,200 -Dseconds=20}.
 */
final class ViewersBench {
    private static final int CALLS = Integer.getInteger("calls", 500);
    private static final String VIEWERS = System.getProperty("viewers", "0,1,50,200");
    private static final int SECONDS = Integer.getInteger("seconds", 20);
    private static final int ROWS_ON_SCREEN = 23;
    private static final String[] THREADS = {"sidetone-feed", "sidetone-loop", "sidetone-journal", "crowd"};

    private final LongAdder frames = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final MultiThreadIoEventLoopGroup clients =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("viewers", true), NioIoHandler.newFactory());

    private ViewersBench() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Map<String, String> given = Map.of(
                "http.port", "0",
                "management.port", "0",
                "deepgram.url", "ws://127.0.0.1:9",
                "dashboard.token", "for-benches-only",
                "limits.dashboards", "1000",
                "data.dir", Files.createTempDirectory("viewers").toString());
        try (Sidetone server = Sidetone.start(Settings.read(new Sources(given, Map.of(), null)));
                Crowd crowd = new Crowd(server.engine(), CALLS)) {
            crowd.start();
            new ViewersBench().run(server);
        }
        System.exit(0);
    }

    private void run(Sidetone server) throws InterruptedException {
        System.out.printf("%d calls, two legs each; %d s per line%n", CALLS, SECONDS);
        System.out.println("viewers   feed    loops   journal  frames/s  KiB/s   (cores)");
        List<Channel> open = new ArrayList<>();
        TimeUnit.SECONDS.sleep(SECONDS); // until compiled
        for (String wanted : VIEWERS.split(",", -1)) {
            while (open.size() < Integer.parseInt(wanted)) {
                open.add(connect(server));
                TimeUnit.MILLISECONDS.sleep(25); // the server takes 50 a second
            }
            TimeUnit.SECONDS.sleep(SECONDS / 2);
            Map<String, Long> before = CpuTime.of(THREADS);
            frames.reset();
            bytes.reset();
            TimeUnit.SECONDS.sleep(SECONDS);
            Map<String, Long> after = CpuTime.of(THREADS);
            System.out.printf(
                    "%7d  %.3f   %.3f   %.3f   %8.0f  %6.0f%n",
                    open.size(),
                    cores(before, after, "sidetone-feed"),
                    cores(before, after, "sidetone-loop"),
                    cores(before, after, "sidetone-journal"),
                    (double) frames.sum() / SECONDS,
                    bytes.sum() / 1024.0 / SECONDS);
        }
    }

    private static double cores(Map<String, Long> before, Map<String, Long> after, String thread) {
        return (after.getOrDefault(thread, 0L) - before.getOrDefault(thread, 0L)) / 1e9 / SECONDS;
    }

    private Channel connect(Sidetone server) {
        URI url = URI.create("ws://localhost:" + server.port() + "/api/v1/dashboard/ws");
        WebSocketClientProtocolConfig protocol = WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri(url)
                .subprotocol("dashboard.v1.json")
                .customHeaders(new DefaultHttpHeaders().add("Authorization", "Bearer " + server.dashboardToken()))
                .maxFramePayloadLength(2 << 20)
                .build();
        return new Bootstrap()
                .group(clients)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new HttpClientCodec(),
                                        new HttpObjectAggregator(65_536),
                                        new WebSocketClientProtocolHandler(protocol),
                                        new Viewer());
                    }
                })
                .connect("localhost", server.port())
                .syncUninterruptibly()
                .channel();
    }

    /** Watches the board as the page does: guesses on the rows it shows. */
    private final class Viewer extends SimpleChannelInboundHandler<TextWebSocketFrame> {
        private boolean focused;

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
                ctx.writeAndFlush(new TextWebSocketFrame(
                        "{\"type\":\"subscribe\",\"id\":\"1\",\"topics\":[{\"name\":\"list\",\"topic\":\"calls\","
                                + "\"interims\":\"focus\",\"finals\":\"latest\"}]}"));
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, TextWebSocketFrame frame) {
            frames.increment();
            bytes.add(frame.content().readableBytes());
            if (!focused && frame.content().toString(StandardCharsets.UTF_8).contains("\"snapshot\"")) {
                focused = true;
                ctx.writeAndFlush(new TextWebSocketFrame(
                        "{\"type\":\"focus\",\"name\":\"list\",\"callIds\":[" + rows(frame.content()) + "]}"));
            }
        }
    }

    /** The first calls that stand in a snapshot. */
    private static String rows(ByteBuf snapshot) {
        String text = snapshot.toString(StandardCharsets.UTF_8);
        List<String> ids = new ArrayList<>();
        for (int at = 0; ids.size() < ROWS_ON_SCREEN; ) {
            at = text.indexOf("{\"callId\":", at + 1);
            if (at < 0) {
                break;
            }
            ids.add(text.substring(at + 10, text.indexOf('"', at + 11) + 1));
        }
        return String.join(",", ids);
    }
}
