package io.sidetone.sim.deepgram;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * What leaves a stream, in order. It can be held back for a while, or shut for good.
 *
 * <p>Confined to the stream's event loop. What is held is bounded by {@link #MOST_HELD}: a fault that
 * would hold more gives up its wait.
 */
public final class Outbox {
    private static final int MOST_HELD = 10_000;

    private final Channel channel;
    private final Queue<Item> held = new ArrayDeque<>();
    private int holds; // waits under way
    private boolean shut;

    public Outbox(Channel channel) {
        this.channel = channel;
    }

    private record Item(WebSocketFrame frame, Runnable sent) {}

    /** Sends a text message. */
    public void say(String json) {
        send(new TextWebSocketFrame(json), () -> {});
    }

    /** Answers a ping. */
    public void pong(byte[] payload) {
        send(new PongWebSocketFrame(Unpooled.wrappedBuffer(payload)), () -> {});
    }

    /**
     * Says goodbye.
     *
     * @param code 1005: without one
     * @param sent called when the close frame leaves
     */
    public void close(int code, String reason, Runnable sent) {
        send(code == 1005 ? new CloseWebSocketFrame() : new CloseWebSocketFrame(code, reason), sent);
    }

    /** Everything said from now on leaves after this time at the earliest. */
    public void hold(Duration delay) {
        holds++;
        channel.eventLoop().schedule(this::release, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Nothing leaves any more, not even what is held. */
    public void shut() {
        shut = true;
        held.forEach(item -> item.frame().release());
        held.clear();
    }

    private void release() {
        holds--;
        if (holds == 0) {
            flush();
        }
    }

    private void send(WebSocketFrame frame, Runnable sent) {
        if (shut) {
            frame.release();
            return;
        }
        held.add(new Item(frame, sent));
        if (holds == 0 || held.size() > MOST_HELD) {
            flush();
        }
    }

    private void flush() {
        Item item = held.poll();
        while (item != null) {
            // a client that is gone is noticed in channelInactive
            channel.writeAndFlush(item.frame()).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
            item.sent().run();
            item = held.poll();
        }
    }
}
