package io.sidetone.tracing;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A call's place in the world of traces, derived from its id alone: the same before and after a restart, for a retry
 * days later, and in every process. Any thread.
 */
final class TraceIds {
    private static final int TRACE_BYTES = 16;
    private static final int SPAN_BYTES = 8;

    private TraceIds() {}

    /** The span that stands for the whole call. */
    static SpanContext ofCall(String callId) {
        byte[] hash = hash(callId);
        HexFormat hex = HexFormat.of();
        return SpanContext.create(
                hex.formatHex(hash, 0, TRACE_BYTES),
                hex.formatHex(hash, TRACE_BYTES, TRACE_BYTES + SPAN_BYTES),
                TraceFlags.getSampled(),
                TraceState.getDefault());
    }

    /** A number from 0 up to 1 that decides whether a call is traced at all. */
    static double chance(String callId) {
        long bits = ByteBuffer.wrap(hash(callId)).getLong(TRACE_BYTES + SPAN_BYTES);
        return (bits >>> 11) * 0x1.0p-53;
    }

    private static byte[] hash(String callId) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(callId.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
