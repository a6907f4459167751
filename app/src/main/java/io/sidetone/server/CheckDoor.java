package io.sidetone.server;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.sidetone.twilio.TwilioAccount;
import io.sidetone.twiml.FormBody;
import io.sidetone.twiml.MalformedRequestException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers at the public address while nothing else runs: verifies what the real doors verify, and takes no calls. */
final class CheckDoor {
    private static final int MOST_PARAMETERS = 100;

    private final TwilioAccount account;
    private final Instance instance;

    CheckDoor(TwilioAccount account, Instance instance) {
        this.account = account;
        this.instance = instance;
    }

    Map<String, Route> routes() {
        return Map.of(
                Instance.PATH,
                instance.route(),
                "/twilio/call-status",
                CheckDoor.this::signedForm,
                "/twilio/media",
                CheckDoor.this::upgrade);
    }

    private void signedForm(ChannelHandlerContext ctx, FullHttpRequest request) {
        String refusal;
        try {
            refusal =
                    account.refusal(request, FormBody.parse(ByteBufUtil.getBytes(request.content()), MOST_PARAMETERS));
        } catch (MalformedRequestException e) {
            refusal = e.getMessage();
        }
        answer(refusal).send(ctx, request);
    }

    private void upgrade(ChannelHandlerContext ctx, FullHttpRequest request) {
        WebSocketServerHandshaker handshaker =
                new WebSocketServerHandshakerFactory("ws://localhost/twilio/media", null, false).newHandshaker(request);
        String refusal = account.refusal(request);
        if (refusal != null || handshaker == null) {
            answer(refusal == null ? "not a WebSocket upgrade" : refusal).send(ctx, request);
        } else {
            handshaker.handshake(ctx.channel(), request).addListener(done -> ctx.close());
        }
    }

    private static Answer answer(@Nullable String refusal) {
        return refusal == null
                ? Answer.text(HttpResponseStatus.OK, "as it should be")
                : Answer.text(HttpResponseStatus.FORBIDDEN, refusal);
    }
}
