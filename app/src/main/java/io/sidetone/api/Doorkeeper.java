package io.sidetone.api;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequest;

/** Decides who may use the API. On the loop of the connection. */
public interface Doorkeeper {
    /** Answers a request of somebody who may not come in; false, and no answer, if they may. */
    boolean turnsAway(ChannelHandlerContext ctx, HttpRequest request);
}
