package io.sidetone.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one attempt ended.
 *
 * @param status of the HTTP answer, 0 if there was none
 * @param detail what went wrong, for people; null if nothing did
 * @param retryAfter what an overloaded target asks for, or null
 * @param body of a delivery the receiver's JSON answer, of a failure the beginning of what was answered; UTF-8, or
 *     null
 * @param latencyNanos from leaving the queue to the end of the answer
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record Answer(
        AnswerClass meaning,
        int status,
        @Nullable String detail,
        @Nullable Duration retryAfter,
        byte @Nullable [] body,
        long latencyNanos) {

    static Answer failed(AnswerClass meaning, String detail) {
        return new Answer(meaning, 0, detail, null, null, 0);
    }

    Answer after(long nanos) {
        return new Answer(meaning, status, detail, retryAfter, body, nanos);
    }
}
