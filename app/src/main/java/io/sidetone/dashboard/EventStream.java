package io.sidetone.dashboard;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;

/**
 * Server-sent events: an answer to a GET that does not end, of one message per frame. Its reader cannot ask, so nothing
 * is known of it but what its socket takes.
 */
final class EventStream implements Transport {
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.UTF_8);

    private final Channel channel;
    private final HttpVersion version;
    private final String epoch;

    EventStream(Channel channel, HttpVersion version, String epoch) {
        this.channel = channel;
        this.version = version;
        this.epoch = epoch;
    }

    /** Begins the answer. */
    void open() {
        HttpResponse head = new DefaultHttpResponse(version, HttpResponseStatus.OK);
        head.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8")
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store, no-transform")
                .set("X-Accel-Buffering", "no") // proxies that collect answers would hold back each message
                .set(HttpHeaderNames.CONNECTION, "close")
                .set("X-Content-Type-Options", "nosniff");
        if (version.isKeepAliveDefault()) { // before HTTP/1.1 the end of the connection is the end of the answer
            HttpUtil.setTransferEncodingChunked(head, true);
        }
        channel.write(head);
    }

    @Override
    public void send(Frame frame) {
        ByteBuf start = Unpooled.copiedBuffer(start(frame), StandardCharsets.UTF_8);
        // JSON has no line breaks, so one data line holds all of it
        channel.writeAndFlush(
                new DefaultHttpContent(Unpooled.wrappedBuffer(start, frame.json(), Unpooled.wrappedBuffer(END))));
    }

    private String start(Frame frame) {
        String id = frame.place() == Frame.NOWHERE ? "" : "id: " + epoch + ":" + frame.place() + "\n";
        return "event: " + frame.type() + "\n" + id + "data: ";
    }

    @Override
    public boolean takesRequests() {
        return false;
    }

    @Override
    public boolean ping() {
        return false;
    }

    @Override
    public void close(Goodbye why) {
        channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(ChannelFutureListener.CLOSE);
    }
}
