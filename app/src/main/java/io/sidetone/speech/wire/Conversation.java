package io.sidetone.speech.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/** What the vendor says on an open stream; all its ends meet in {@link VendorSocket#ended}. */
final class Conversation extends SimpleChannelInboundHandler<WebSocketFrame> {
    private final VendorSocket socket;

    Conversation(VendorSocket socket) {
        super(WebSocketFrame.class);
        this.socket = socket;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
        socket.heardSomething();
        if (frame instanceof TextWebSocketFrame text) {
            socket.text(text.content());
        } else if (frame instanceof PingWebSocketFrame ping) {
            ctx.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
        } else if (frame instanceof CloseWebSocketFrame close) {
            int status = close.statusCode() < 0 ? Ending.NO_STATUS : close.statusCode();
            socket.ended(new Ending.Closed(status, close.reasonText()));
        } else if (frame instanceof BinaryWebSocketFrame) {
            socket.binary();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        socket.ended(new Ending.Lost("it hung up without a close frame"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        socket.ended(new Ending.Lost(VendorSocket.problem(cause)));
    }
}
