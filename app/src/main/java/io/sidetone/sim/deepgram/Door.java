package io.sidetone.sim.deepgram;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.Map;
import java.util.Optional;

/** Takes the one request of a connection to where it belongs: a handshake, or a piece of audio. */
final class Door extends SimpleChannelInboundHandler<FullHttpRequest> {
    static final String V1 = "/v1/listen";
    static final String V2 = "/v2/listen";
    private static final int MAX_URL_CHARACTERS = 64 * 1024; // keyterms and extras are long

    private final Register register;

    Door(Register register) {
        this.register = register;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        String requestId = register.newRequestId();
        Optional<Refusal> malformed = malformed(request);
        Parameters parameters = malformed.isPresent() ? new Parameters(Map.of()) : parameters(request);
        String path = new QueryStringDecoder(request.uri()).path();
        Optional<Refusal> problem = malformed.or(() -> unwelcome(request, path));
        if (request.method().equals(HttpMethod.POST) && path.equals(V1)) {
            PieceHandler handler = new PieceHandler(register, requestId, parameters);
            ctx.pipeline().replace(this, "piece", handler);
            handler.take(request, problem);
        } else {
            new Handshake(register, ctx, requestId, parameters).take(request, path, problem);
        }
    }

    /** The query; nothing if it is not as it should be. */
    static Parameters parameters(HttpRequest request) {
        try {
            return new Parameters(new QueryStringDecoder(request.uri()).parameters());
        } catch (IllegalArgumentException e) {
            return new Parameters(Map.of());
        }
    }

    private static Optional<Refusal> malformed(FullHttpRequest request) {
        if (request.uri().length() > MAX_URL_CHARACTERS
                || request.decoderResult().cause() instanceof TooLongHttpLineException) {
            return Optional.of(new Refusal(414, "URI_TOO_LONG", "the URL is longer than 64 KiB", null));
        }
        if (request.decoderResult().isFailure()) {
            return Optional.of(Refusal.badRequest("not an HTTP request"));
        }
        try {
            new QueryStringDecoder(request.uri()).parameters();
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(Refusal.badRequest("the query is not percent-encoded as it should be"));
        }
    }

    private Optional<Refusal> unwelcome(FullHttpRequest request, String path) {
        if (!path.equals(V1) && !path.equals(V2)) {
            return Optional.of(Refusal.notFound(path));
        }
        Credentials credentials = Credentials.of(request.headers());
        if (!credentials.acceptedBy(register.options().acceptedKeys())) {
            return Optional.of(Refusal.notAuthorised(
                    credentials.key().isEmpty()
                            ? "no key (expected: Authorization: Token <key>)"
                            : "the key is not known here"));
        }
        return Optional.empty();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close(); // not HTTP, or gone before the answer
    }
}
