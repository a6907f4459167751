package io.sidetone.speech;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.handler.ssl.SslContext;
import io.netty.resolver.AddressResolverGroup;

/**
 * How the connections to vendors are made, the same for all of them.
 *
 * @param channels makes sockets that fit the event loops, NIO's or epoll's
 * @param names looks up hosts; must not block, since it is asked on a leg's loop
 * @param tls a client's context that checks the certificate and the host's name
 */
public record Transport(ChannelFactory<? extends Channel> channels, AddressResolverGroup<?> names, SslContext tls) {}
