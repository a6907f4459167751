package io.sidetone.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Real sockets on one loop: what the kernel keeps back, and what brings it out. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the mark is Linux's")
class GatheringTest {
    private static final int FRAME = 370;
    private static final int PROBATION = 100;

    private EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final BlockingQueue<Integer> reads = new LinkedBlockingQueue<>(); // bytes each
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private InetSocketAddress address = InetSocketAddress.createUnresolved("nowhere", 0);

    @AfterEach
    void close() {
        loop.shutdownGracefully();
    }

    @Test
    void framesThatAreSentTogetherAreReadTogether() throws Exception {
        try (Socket phone = new Socket();
                Socket other = new Socket()) {
            Gathering gathering = steady(phone);
            connect(other);
            onLoop(() -> gathering.read(1, 3, FRAME, 60));

            send(phone, FRAME);
            send(phone, FRAME - 2);
            roundTrip(other);
            assertThat(reads).as("two of three are there").isEmpty();

            send(phone, FRAME - 1);
            assertThat(nextRead()).isEqualTo(3 * FRAME - 3);
        }
    }

    @Test
    void aSocketThatFallsStillIsReadAtOnce() throws Exception {
        try (Socket phone = new Socket();
                Socket other = new Socket()) {
            Gathering gathering = steady(phone);
            connect(other);
            onLoop(() -> gathering.read(1, 6, FRAME, 1_000));
            send(phone, FRAME);
            roundTrip(other);
            onLoop(() -> gathering.tick(1_040));
            roundTrip(other);
            assertThat(reads).as("it may still be a little late").isEmpty();

            onLoop(() -> gathering.tick(1_041));
            assertThat(nextRead()).isEqualTo(FRAME);

            onLoop(() -> gathering.read(1, 6, FRAME, 2_000));
            send(phone, FRAME);
            assertThat(nextRead()).isEqualTo(FRAME); // frame by frame, until they are steady again
            onLoop(() -> gathering.read(PROBATION - 1, 6, FRAME, 2_000));
            onLoop(() -> gathering.read(1, 6, FRAME, 3_000));
            send(phone, FRAME);
            roundTrip(other);
            assertThat(reads).isEmpty();
        }
    }

    @Test
    void lastMessagesAreReadThoughShorterThanAnyFrame() throws Exception {
        try (Socket phone = new Socket()) {
            Gathering gathering = steady(phone);
            onLoop(() -> gathering.read(1, 6, FRAME, 60));
            onLoop(gathering::end);
            onLoop(() -> gathering.read(PROBATION, 6, FRAME, 120));
            send(phone, 8);
            assertThat(nextRead()).isEqualTo(8);
        }
    }

    @Test
    void theEndOfTheConnectionIsHeardBelowTheMark() throws Exception {
        try (Socket phone = new Socket()) {
            Gathering gathering = steady(phone);
            onLoop(() -> gathering.read(1, 6, FRAME, 60));
            send(phone, 100);
            phone.shutdownOutput();
            over.get(10, TimeUnit.SECONDS);
            assertThat(reads).containsExactly(100);
        }
    }

    /** Its number may be that of another one by now. */
    @Test
    void aSocketThatIsClosedIsLeftAlone() throws Exception {
        try (Socket phone = new Socket()) {
            Gathering gathering = steady(phone);
            onLoop(() -> gathering.read(1, 6, FRAME, 60));
            phone.shutdownOutput();
            over.get(10, TimeUnit.SECONDS);
            onLoop(() -> gathering.tick(1_000));
            onLoop(gathering::end);
        }
    }

    @Test
    void aSocketWithoutAMarkIsReadAsItCanBe() throws Exception {
        loop.shutdownGracefully();
        loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try (Socket phone = new Socket()) {
            Channel accepted = accept(phone, NioServerSocketChannel.class);
            assertThat(Gathering.of(accepted)).isNull();
        }
    }

    /** Of a socket whose frames have come one after the other for long enough. */
    private Gathering steady(Socket phone) throws Exception {
        Channel accepted = accept(phone, EpollServerSocketChannel.class);
        Gathering gathering = Objects.requireNonNull(Gathering.of(accepted), "Linux has the mark");
        onLoop(() -> gathering.read(PROBATION, 1, FRAME, 0));
        return gathering;
    }

    private Channel accept(Socket phone, Class<? extends ServerChannel> kind) throws Exception {
        CompletableFuture<Channel> accepted = new CompletableFuture<>();
        Channel server = new ServerBootstrap()
                .group(loop)
                .channel(kind)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel fresh) {
                        boolean first = accepted.complete(fresh);
                        fresh.pipeline().addLast(first ? new Reader() : new Echo());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
        address = (InetSocketAddress) server.localAddress();
        connect(phone);
        return accepted.get();
    }

    private void connect(Socket socket) throws IOException {
        socket.connect(address);
        socket.setTcpNoDelay(true);
    }

    /** Whatever the loop could read before, it has read when this returns. */
    private static void roundTrip(Socket other) throws IOException {
        for (int i = 0; i < 3; i++) {
            send(other, 1);
            assertThat(other.getInputStream().read()).isNotNegative();
        }
    }

    private static void send(Socket socket, int bytes) throws IOException {
        socket.getOutputStream().write(new byte[bytes]);
    }

    private int nextRead() throws InterruptedException {
        Integer bytes = reads.poll(10, TimeUnit.SECONDS);
        assertThat(bytes).as("something is read").isNotNull();
        return bytes;
    }

    private void onLoop(Runnable task) throws Exception {
        loop.submit(task).sync();
    }

    private final class Reader extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            reads.add(bytes.readableBytes());
            bytes.release();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            over.complete(null);
        }
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.writeAndFlush(message);
        }
    }
}
