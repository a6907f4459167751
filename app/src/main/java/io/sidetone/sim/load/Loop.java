package io.sidetone.sim.load;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** One event loop and the sockets that fit it: epoll where the system has it, else NIO. */
final class Loop implements AutoCloseable {
    private final EventLoopGroup group;
    private final ChannelFactory<? extends ServerChannel> servers;
    private final ChannelFactory<? extends Channel> clients;

    private Loop(
            String name,
            IoHandlerFactory io,
            ChannelFactory<? extends ServerChannel> servers,
            ChannelFactory<? extends Channel> clients) {
        this.group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(name, true), io);
        this.servers = servers;
        this.clients = clients;
    }

    static Loop open(String name) {
        return Epoll.isAvailable()
                ? new Loop(name, EpollIoHandler.newFactory(), EpollServerSocketChannel::new, EpollSocketChannel::new)
                : new Loop(name, NioIoHandler.newFactory(), NioServerSocketChannel::new, NioSocketChannel::new);
    }

    EventLoop executor() {
        return group.next();
    }

    EventLoopGroup group() {
        return group;
    }

    ChannelFactory<? extends ServerChannel> servers() {
        return servers;
    }

    ChannelFactory<? extends Channel> clients() {
        return clients;
    }

    /** Has the loop's own state read by the loop; the caller waits. */
    <T> T ask(Callable<T> question) {
        return group.submit(question).syncUninterruptibly().getNow();
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
