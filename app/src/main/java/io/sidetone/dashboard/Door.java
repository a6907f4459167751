package io.sidetone.dashboard;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.sidetone.identity.Identity;
import io.sidetone.identity.Knock;
import io.sidetone.identity.Porter;
import io.sidetone.identity.Verdict;
import org.jspecify.annotations.Nullable;

/** Decides who may look, before anything is upgraded. Any thread. */
final class Door {
    private final Porter porter;

    Door(Porter porter) {
        this.porter = porter;
    }

    /** Whether somebody may look. */
    sealed interface Answer {}

    /** @param origin of the page that asks, or null */
    record Open(Identity identity, @Nullable String origin) implements Answer {}

    record Shut(Problem why) implements Answer {}

    Answer open(HttpRequest request, Channel channel) {
        Knock knock = knock(request, channel);
        Verdict.Refused stranger = porter.stranger(knock);
        if (stranger != null) {
            return new Shut(Problem.of(stranger));
        }
        Problem malformed = malformed(request.headers(), knock);
        if (malformed != null) {
            return new Shut(malformed); // before a ticket is used up by it
        }
        return answer(knock, porter.admitSocket(knock));
    }

    /** For a stream of events: whoever may ask the API may have one. */
    Answer openStream(HttpRequest request, Channel channel) {
        if (!request.method().equals(HttpMethod.GET)) {
            return new Shut(new Problem(HttpResponseStatus.METHOD_NOT_ALLOWED, "a stream is had by GET"));
        }
        Knock knock = knock(request, channel);
        return answer(knock, porter.admit(knock));
    }

    private Knock knock(HttpRequest request, Channel channel) {
        HttpHeaders headers = request.headers();
        return porter.knock(request.method().name(), request.uri(), channel.remoteAddress(), headers::getAll);
    }

    private static Answer answer(Knock knock, Verdict verdict) {
        return verdict instanceof Verdict.Admitted admitted
                ? new Open(admitted.identity(), knock.origin())
                : new Shut(Problem.of((Verdict.Refused) verdict));
    }

    private static @Nullable Problem malformed(HttpHeaders headers, Knock knock) {
        if (!headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                || !headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY)) {
            return new Problem(HttpResponseStatus.BAD_REQUEST, "this address takes WebSocket upgrades only");
        }
        if (!knock.protocols().isEmpty() && !knock.protocols().contains(Frames.PROTOCOL)) {
            return new Problem(
                    HttpResponseStatus.BAD_REQUEST,
                    "none of the offered subprotocols is spoken here (expected: " + Frames.PROTOCOL + ", or none)");
        }
        return null;
    }
}
