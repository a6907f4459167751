package io.sidetone.api;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpUtil;
import io.sidetone.engine.CallFilter;
import io.sidetone.identity.Identity;
import io.sidetone.identity.Knock;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a request once it is released.
 *
 * @param path without the query, as it was sent
 * @param rawQuery behind the question mark, or empty
 * @param keepAlive whether the connection stays open after the answer
 * @param channel on which the answer is awaited
 * @param variables of the address, by their names in its template
 * @param knock what says who asks
 * @param identity who asks; null as long as nobody has looked, and where anybody may ask
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record Question(
        HttpMethod method,
        String path,
        String rawQuery,
        String accept,
        String ifNoneMatch,
        byte[] body,
        boolean keepAlive,
        Channel channel,
        Map<String, String> variables,
        Knock knock,
        @Nullable Identity identity) {
    /** Where nobody's word is asked for. */
    static Question of(FullHttpRequest request, Channel channel) {
        return of(request, channel, Knock::of);
    }

    /** Reads who asks. */
    interface Reader {
        Knock read(String method, String uri, SocketAddress from, Function<String, List<String>> headers);
    }

    static Question of(FullHttpRequest request, Channel channel, Reader reader) {
        String uri = request.uri();
        int query = uri.indexOf('?');
        return new Question(
                request.method(),
                query < 0 ? uri : uri.substring(0, query),
                query < 0 ? "" : uri.substring(query + 1),
                String.join(",", request.headers().getAll(HttpHeaderNames.ACCEPT)),
                String.join(",", request.headers().getAll(HttpHeaderNames.IF_NONE_MATCH)),
                ByteBufUtil.getBytes(request.content()),
                HttpUtil.isKeepAlive(request),
                channel,
                Map.of(),
                reader.read(request.method().name(), uri, channel.remoteAddress(), request.headers()::getAll),
                null);
    }

    Question with(Map<String, String> variables) {
        return new Question(
                method,
                path,
                rawQuery,
                accept,
                ifNoneMatch,
                body,
                keepAlive,
                channel,
                Map.copyOf(variables),
                knock,
                identity);
    }

    Question by(Identity admitted) {
        return new Question(
                method, path, rawQuery, accept, ifNoneMatch, body, keepAlive, channel, variables, knock, admitted);
    }

    /** Where it comes from, for logs. */
    String from() {
        return knock.address().getHostAddress();
    }

    /** The calls that exist for whoever asks. */
    CallFilter scope() {
        return asker().scope();
    }

    /** Who asks, where not everybody may. */
    Identity asker() {
        if (identity == null) {
            throw new IllegalStateException("nobody looked who asks at " + path);
        }
        return identity;
    }

    /** @param name one that the template of this address has */
    String variable(String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the address " + path + " has no " + name);
        }
        return value;
    }
}
