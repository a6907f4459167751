package io.sidetone.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;

/** Gives back a connection's place among those of its address, when it ends or becomes a WebSocket. */
final class AddressLimit extends ChannelInboundHandlerAdapter {
    private final Strangers strangers;
    private final InetAddress peer;
    private boolean counted = true;

    /** @param peer of a connection that was counted */
    AddressLimit(Strangers strangers, InetAddress peer) {
        this.strangers = strangers;
        this.peer = peer;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        giveBack();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        giveBack();
    }

    private void giveBack() {
        if (counted) {
            counted = false;
            strangers.leaves(peer);
        }
    }
}
