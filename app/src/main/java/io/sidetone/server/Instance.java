package io.sidetone.server;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Tells one process from another: a random id that the public door and the management port both say, so that {@code
 * check} sees whether the public URL leads here.
 */
record Instance(String id) {
    /** Below a path that every proxy passes on. */
    static final String PATH = "/twilio/instance";

    static Instance random() {
        byte[] bytes = new byte[8];
        new SecureRandom().nextBytes(bytes);
        return new Instance(HexFormat.of().formatHex(bytes));
    }

    Route route() {
        return (ctx, request) -> Answer.text(HttpResponseStatus.OK, id).send(ctx, request);
    }
}
