package io.sidetone.speech.deepgram;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;

/** What the vendor says on an open stream; all its ends meet in {@link DeepgramConnection#ended}. */
final class Conversation extends SimpleChannelInboundHandler<Object> {
    private final DeepgramConnection connection;

    Conversation(DeepgramConnection connection) {
        super(Object.class);
        this.connection = connection;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, Object message) {
        if (message instanceof DeepgramMessage said) {
            connection.heard(said);
        } else if (message instanceof PingWebSocketFrame ping) {
            ctx.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
        } else if (message instanceof CloseWebSocketFrame close) {
            Ending ending = Ending.closed(close.statusCode() < 0 ? 1005 : close.statusCode(), close.reasonText());
            connection.ended(ending);
        } else if (message instanceof BinaryWebSocketFrame) {
            connection.heard(new DeepgramMessage.Unknown("binary"));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        connection.ended(Ending.lost("it hung up without a close frame"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        connection.ended(Ending.lost(DeepgramConnection.problem(cause)));
    }
}
