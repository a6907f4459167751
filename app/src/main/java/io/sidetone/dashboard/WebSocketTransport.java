package io.sidetone.dashboard;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;

/** A text frame each. */
record WebSocketTransport(Channel channel) implements Transport {
    @Override
    public void send(Frame frame) {
        channel.writeAndFlush(new TextWebSocketFrame(frame.json()));
    }

    @Override
    public boolean takesRequests() {
        return true;
    }

    @Override
    public boolean ping() {
        channel.writeAndFlush(new PingWebSocketFrame());
        return true;
    }

    @Override
    public void close(Goodbye why) {
        channel.writeAndFlush(new CloseWebSocketFrame(why.code(), why.reason()));
    }
}
