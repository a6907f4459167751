package io.sidetone.api;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.sidetone.engine.Commands;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /api/v1/calls/{callId}/pause} and {@code …/resume}: carries the wish to the process that has
 * the call, and answers when it is done: from then on no audio is taken, or is again. Any event loop;
 * nothing waits.
 */
public final class CallsDoor {
    /** All addresses below it are answered here. */
    public static final String PATH = "/api/v1/calls/";

    private static final Logger log = LoggerFactory.getLogger(CallsDoor.class);
    private static final Pattern WISH = Pattern.compile(Pattern.quote(PATH) + "([^/]{1,200})/(pause|resume)");

    private final Commands commands;
    private final Doorkeeper doorkeeper;

    public CallsDoor(Commands commands, Doorkeeper doorkeeper) {
        this.commands = commands;
        this.doorkeeper = doorkeeper;
    }

    /** Answers one request, now or later; does not keep it. */
    public void handle(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (doorkeeper.turnsAway(ctx, request)) {
            return;
        }
        Question asked = Question.of(request);
        Matcher wish = WISH.matcher(asked.path());
        if (!wish.matches()) {
            Reply.noSuchAddress(asked).send(ctx, asked);
        } else if (!asked.method().equals(HttpMethod.POST)) {
            Reply.wrongMethod(asked, "POST").send(ctx, asked);
        } else {
            carryOut(ctx, asked, wish.group(1), wish.group(2).equals("pause"), Asker.in(request.content()));
        }
    }

    private void carryOut(
            ChannelHandlerContext ctx, Question asked, String rawId, boolean pausing, @Nullable String by) {
        String callId = decoded(rawId);
        if (by == null) {
            Reply.badRequest(asked, "the body says nothing that helps (expected: " + Asker.expected() + ")")
                    .send(ctx, asked);
        } else if (callId == null) {
            Reply.unknownCall(asked).send(ctx, asked);
        } else {
            commands.send(callId, pausing ? new Commands.Command.Pause(by) : new Commands.Command.Resume(by))
                    .whenComplete((answer, failure) -> {
                        if (failure != null) {
                            log.warn("{}: not done: {}", asked.path(), failure.toString());
                            Reply.unavailable(asked).send(ctx, asked);
                        } else {
                            reply(answer, callId, pausing, asked).send(ctx, asked);
                        }
                    });
        }
    }

    private static Reply reply(Commands.Answer answer, String callId, boolean paused, Question asked) {
        return answer == Commands.Answer.UNKNOWN_CALL
                ? Reply.unknownCall(asked)
                : Reply.ok(Reply.object()
                        .put("callId", callId)
                        .put("state", paused ? "paused" : "live")
                        .put("changed", answer == Commands.Answer.DONE));
    }

    /** Null if the percent signs in it make no sense. */
    private static @Nullable String decoded(String rawId) {
        try {
            return QueryStringDecoder.decodeComponent(rawId.replace("+", "%2B"));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
