package io.sidetone.api;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpUtil;

/**
 * What is left of a request once it is released.
 *
 * @param path without the query, as it was sent
 * @param keepAlive whether the connection stays open after the answer
 */
record Question(HttpMethod method, String path, boolean keepAlive) {
    static Question of(FullHttpRequest request) {
        String uri = request.uri();
        int query = uri.indexOf('?');
        return new Question(request.method(), query < 0 ? uri : uri.substring(0, query), HttpUtil.isKeepAlive(request));
    }
}
