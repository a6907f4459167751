package io.sidetone.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The event loops of this process and the sockets that fit them: epoll where the system has it, else NIO.
 *
 * <p>As many as {@code limits.event-loops} says carry everything: Twilio's sockets, the vendors', the dashboards'.
 */
final class Loops implements AutoCloseable {
    private final EventLoopGroup group;
    private final ChannelFactory<? extends ServerChannel> servers;
    private final ChannelFactory<? extends Channel> clients;
    private final AddressResolverGroup<?> names;

    private Loops(
            IoHandlerFactory io,
            int threads,
            ChannelFactory<? extends ServerChannel> servers,
            ChannelFactory<? extends Channel> clients,
            ChannelFactory<? extends DatagramChannel> datagrams) {
        this.group = new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("sidetone-loop", true), io);
        this.servers = servers;
        this.clients = clients;
        this.names = new DnsAddressResolverGroup(new DnsNameResolverBuilder().datagramChannelFactory(datagrams));
    }

    /** Starts {@code threads} loops; their threads are daemons. */
    static Loops open(int threads) {
        return Epoll.isAvailable()
                ? new Loops(
                        EpollIoHandler.newFactory(),
                        threads,
                        EpollServerSocketChannel::new,
                        EpollSocketChannel::new,
                        EpollDatagramChannel::new)
                : new Loops(
                        NioIoHandler.newFactory(),
                        threads,
                        NioServerSocketChannel::new,
                        NioSocketChannel::new,
                        NioDatagramChannel::new);
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

    /** Looks names up without blocking a loop, the system's hosts file included. */
    AddressResolverGroup<?> names() {
        return names;
    }

    /** Has something quick done every second, on one of the loops, for as long as they run. It must not throw. */
    void everySecond(Runnable task) {
        group.next().scheduleAtFixedRate(task, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        names.close();
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
