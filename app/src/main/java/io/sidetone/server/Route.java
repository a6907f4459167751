package io.sidetone.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;

/** Answers the requests of one path. Runs on the connection's loop; the request is released afterwards. */
interface Route {
    void handle(ChannelHandlerContext ctx, FullHttpRequest request);
}
