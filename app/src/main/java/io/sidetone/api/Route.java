package io.sidetone.api;

import io.netty.handler.codec.http.HttpMethod;
import io.sidetone.identity.Permission;
import org.jspecify.annotations.Nullable;

/**
 * Which questions a handler answers.
 *
 * @param permission that whoever asks must have; null: anybody may ask, since nothing of anybody's is told there
 */
record Route(HttpMethod method, Template template, @Nullable Permission permission, Handler handler) {
    static Route get(String template, Permission permission, Handler handler) {
        return new Route(HttpMethod.GET, new Template(template), permission, handler);
    }

    static Route post(String template, Permission permission, Handler handler) {
        return new Route(HttpMethod.POST, new Template(template), permission, handler);
    }

    static Route put(String template, Permission permission, Handler handler) {
        return new Route(HttpMethod.PUT, new Template(template), permission, handler);
    }

    static Route delete(String template, Permission permission, Handler handler) {
        return new Route(HttpMethod.DELETE, new Template(template), permission, handler);
    }

    static Route getByAll(String template, Handler handler) {
        return new Route(HttpMethod.GET, new Template(template), null, handler);
    }

    static Route postByAll(String template, Handler handler) {
        return new Route(HttpMethod.POST, new Template(template), null, handler);
    }

    boolean open() {
        return permission == null;
    }

    /** HEAD is GET without the body, which the HTTP codec leaves out. */
    boolean takes(HttpMethod asked) {
        return method.equals(asked) || (method.equals(HttpMethod.GET) && asked.equals(HttpMethod.HEAD));
    }
}
