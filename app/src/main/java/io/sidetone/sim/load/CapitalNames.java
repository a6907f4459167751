package io.sidetone.sim.load;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes header names as people do, {@code Sec-WebSocket-Key}: to HTTP they are the same in small letters, as Netty has
 * them, but not to every bridge that somebody wants to load. One per connection.
 */
final class CapitalNames extends ChannelOutboundHandlerAdapter {
    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof HttpRequest request) {
            HttpHeaders capital = new DefaultHttpHeaders();
            for (Map.Entry<String, String> header : request.headers()) {
                capital.add(capital(header.getKey()), header.getValue());
            }
            request.headers().set(capital);
            ctx.pipeline().remove(this); // there is one request
        }
        ctx.write(message, promise);
    }

    private static String capital(String name) {
        return Stream.of(name.split("-"))
                .filter(word -> !word.isEmpty())
                .map(word -> word.equals("websocket")
                        ? "WebSocket"
                        : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining("-"));
    }
}
