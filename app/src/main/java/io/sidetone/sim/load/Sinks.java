package io.sidetone.sim.load;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;

/** The vendor's port and the webhook's, on one loop of their own. Any thread. */
final class Sinks implements AutoCloseable {
    private static final int MAX_LINE_BYTES = 64 * 1024; // keyterms and extras are long
    private static final int MAX_HEADER_BYTES = 16 * 1024;
    private static final int READ_BYTES = 8 * 1024;
    private static final int MAX_BODY_BYTES = 1024 * 1024;
    private static final int BACKLOG = 4096; // all calls at once

    private final Loop loop;
    private final Channel vendor;
    private final Channel webhook;
    private final WebhookDesk desk;
    private final VendorWork work;
    private int connections; // on the loop

    private Sinks(Loop loop, VendorWork work, LoadRun.Listening where) throws IOException {
        this.loop = loop;
        this.work = work;
        this.desk = new WebhookDesk(work.legs(), work.ids(), work.meters().finals(), work.nanos());
        SslContext tls = where.vendorTls();
        this.vendor = listen(where.host(), where.vendorPort(), "--deepgram-port", new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                if (tls != null) {
                    channel.pipeline().addLast("tls", tls.newHandler(channel.alloc()));
                }
                http(channel).addLast("door", new VendorDoor(work, connections++));
            }
        });
        this.webhook = listen(where.host(), where.webhookPort(), "--webhook-port", new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                http(channel).addLast("desk", desk);
            }
        });
    }

    /**
     * Opens both ports; 0 takes any.
     *
     * @throws IOException if one cannot be had; neither stays open then
     */
    static Sinks open(VendorWork work, LoadRun.Listening where) throws IOException {
        Loop loop = Loop.open("load-sinks");
        try {
            return new Sinks(loop, work, where);
        } catch (IOException e) {
            loop.close();
            throw e;
        }
    }

    private static ChannelPipeline http(Channel channel) {
        return channel.pipeline()
                .addLast("http", new HttpServerCodec(MAX_LINE_BYTES, MAX_HEADER_BYTES, READ_BYTES))
                .addLast("whole requests", new HttpObjectAggregator(MAX_BODY_BYTES));
    }

    private Channel listen(String host, int port, String option, ChannelHandler children) throws IOException {
        var bound = new ServerBootstrap()
                .group(loop.group())
                .channelFactory(loop.servers())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(children)
                .bind(new InetSocketAddress(host, port))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    option + ": cannot listen on " + host + ":" + port + ": "
                            + bound.cause().getMessage() + " (expected: a free port; 0 takes any)",
                    bound.cause());
        }
        return bound.channel();
    }

    int vendorPort() {
        return ((InetSocketAddress) vendor.localAddress()).getPort();
    }

    int webhookPort() {
        return ((InetSocketAddress) webhook.localAddress()).getPort();
    }

    /** How all is at this moment. */
    Arrivals arrivals() {
        return loop.ask(() -> {
            AudioCounts audio = AudioCounts.NONE;
            FinalCounts finals = FinalCounts.NONE;
            long missing = 0;
            for (Leg leg : work.legs()) {
                audio = audio.plus(leg.audio());
                finals = finals.plus(leg.finals().counts());
                missing += leg.heard().missing();
            }
            return new Arrivals(audio, finals, work.upstream().counts(), desk.requests(), missing);
        });
    }

    @Override
    public void close() {
        loop.close();
    }
}
