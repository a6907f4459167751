package io.sidetone.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.sidetone.engine.Archive.CallSummary;
import io.sidetone.identity.Identity;
import io.sidetone.identity.Permission;
import io.sidetone.identity.Verdict;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Says that a question is not answered, and why: becomes a problem document (RFC 9457). */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final String RETRY_AFTER_SECONDS = "5";
    private static final int SHOWN = 80; // characters of what was given

    private final transient HttpResponseStatus status;
    private final String code;
    private final transient Map<CharSequence, String> headers;
    private final transient ObjectNode more;

    private Refused(
            HttpResponseStatus status, String code, String detail, Map<CharSequence, String> headers, ObjectNode more) {
        super(detail, null, false, false); // an answer, no defect: nobody reads its stack
        this.status = status;
        this.code = code;
        this.headers = headers;
        this.more = more;
    }

    /** The refusal that a failure is, or null. */
    static @Nullable Refused of(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof Refused refused ? refused : null;
    }

    private static Refused of(HttpResponseStatus status, String code, String detail) {
        return new Refused(status, code, detail, Map.of(), Json.object());
    }

    static Refused badRequest(String detail) {
        return of(HttpResponseStatus.BAD_REQUEST, "bad_request", detail);
    }

    /** @param name of the parameter or member that will not do */
    static Refused parameter(String name, String wrong, String expected) {
        return new Refused(
                HttpResponseStatus.BAD_REQUEST,
                "bad_request",
                shown(name) + " " + wrong + " (expected: " + expected + ")",
                Map.of(),
                Json.object().put("parameter", shown(name)));
    }

    static Refused parameterIs(String name, String given, String expected) {
        return parameter(name, "is \"" + shown(given) + "\"", expected);
    }

    static Refused unknownCall() {
        return of(
                HttpResponseStatus.NOT_FOUND,
                "unknown_call",
                "no such call is known (expected: a callId, as GET /api/v1/calls lists them)");
    }

    static void ifUnknown(Optional<CallSummary> call) {
        if (call.isEmpty()) {
            throw unknownCall();
        }
    }

    static Refused notLive() {
        return of(
                HttpResponseStatus.NOT_FOUND,
                "unknown_call",
                "no such call is live (expected: the callId of one that is)");
    }

    /** @param detail what is not there, and where to look */
    static Refused notFound(String detail) {
        return of(HttpResponseStatus.NOT_FOUND, "bad_request", detail);
    }

    static Refused wrongMethod(String allowed) {
        return new Refused(
                HttpResponseStatus.METHOD_NOT_ALLOWED,
                "bad_request",
                "this address takes " + allowed + " only",
                Map.of(HttpHeaderNames.ALLOW, allowed),
                Json.object());
    }

    static Refused notAcceptable(String detail) {
        return of(HttpResponseStatus.NOT_ACCEPTABLE, "bad_request", detail);
    }

    /** @param more further members of the problem document */
    static Refused conflict(String detail, ObjectNode more) {
        return new Refused(HttpResponseStatus.CONFLICT, "bad_request", detail, Map.of(), more);
    }

    /** Whoever asks may not come in, or not now. */
    static Refused by(Verdict.Refused verdict) {
        Map<CharSequence, String> headers = verdict.status() == HttpResponseStatus.UNAUTHORIZED.code()
                ? Map.of(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer")
                : verdict.retryAfterSeconds() > 0
                        ? Map.of(HttpHeaderNames.RETRY_AFTER, Long.toString(verdict.retryAfterSeconds()))
                        : Map.of();
        return new Refused(
                HttpResponseStatus.valueOf(verdict.status()), verdict.code(), verdict.detail(), headers, Json.object());
    }

    static Refused forbidden(String detail) {
        return of(HttpResponseStatus.FORBIDDEN, "forbidden", detail);
    }

    /** Whoever asks may come in, but not do this. */
    static Refused role(Permission needed, Identity asker) {
        return of(
                HttpResponseStatus.FORBIDDEN,
                "forbidden",
                "this takes the role " + needed.least().wireName() + "; " + asker.id() + " has the role "
                        + asker.role().wireName());
    }

    /** For now. */
    static Refused unavailable(String detail) {
        return new Refused(
                HttpResponseStatus.SERVICE_UNAVAILABLE,
                "unavailable",
                detail,
                Map.of(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER_SECONDS),
                Json.object());
    }

    static Refused internal() {
        return of(HttpResponseStatus.INTERNAL_SERVER_ERROR, "internal", "this could not be answered; see the log");
    }

    /** Not more of what somebody sent than tells which it was. */
    private static String shown(String given) {
        return given.length() <= SHOWN ? given : given.substring(0, SHOWN) + "…";
    }

    Reply reply(Question asked) {
        ObjectNode body = Json.object()
                .put("type", "about:blank")
                .put("title", status.reasonPhrase())
                .put("status", status.code())
                .put("detail", getMessage())
                .put("instance", asked.path())
                .put("code", code);
        body.setAll(more);
        return new Reply(status, "application/problem+json", Json.bytes(body), headers);
    }
}
