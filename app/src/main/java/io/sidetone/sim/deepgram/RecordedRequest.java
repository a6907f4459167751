package io.sidetone.sim.deepgram;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One pre-recorded request: what was posted, and what became of it. Safe on any thread. */
public final class RecordedRequest {
    private final int number;
    private final String requestId;
    private final Parameters parameters;
    private final Map<String, String> headers;
    private final Instant received;
    private final long bodyBytes;

    private final CompletableFuture<RecordedRequest> done = new CompletableFuture<>();
    private byte[] audio = {};
    private long audioBytes;
    private Duration duration = Duration.ZERO;
    private @Nullable Integer status;
    private @Nullable String answer;
    private @Nullable Instant ended;

    RecordedRequest(
            int number,
            String requestId,
            Parameters parameters,
            Map<String, String> headers,
            Instant received,
            long bodyBytes) {
        this.number = number;
        this.requestId = requestId;
        this.parameters = parameters;
        this.headers = Map.copyOf(headers);
        this.received = received;
        this.bodyBytes = bodyBytes;
    }

    /** From 1, in the order they came; refused ones count. */
    public int number() {
        return number;
    }

    /** As sent in {@code dg-request-id}. */
    public String requestId() {
        return requestId;
    }

    public Parameters parameters() {
        return parameters;
    }

    /** The {@code extra} values by key, such as {@code call} and {@code leg}. */
    public Map<String, String> extras() {
        return parameters.extras();
    }

    /** Headers by lower-case name: agent, content type, and the kind of authorization without the key. */
    public Map<String, String> headers() {
        return headers;
    }

    /** When the whole body had come. */
    public Instant received() {
        return received;
    }

    /** Bytes posted, header and all; of a body that was too long, what it claimed or 0. */
    public long bodyBytes() {
        return bodyBytes;
    }

    /** The samples as they were posted, without a header, up to the bound of the options; a copy. */
    public synchronized byte[] audio() {
        return audio.clone();
    }

    /** All bytes of samples, also those over the bound; 0 if the body could not be read. */
    public synchronized long audioBytes() {
        return audioBytes;
    }

    /** How long the audio lasts; zero if the body could not be read. */
    public synchronized Duration duration() {
        return duration;
    }

    /** As answered; empty while there is no answer, and for good if the client went or the emulator kept silent. */
    public synchronized OptionalInt status() {
        return status == null ? OptionalInt.empty() : OptionalInt.of(status);
    }

    /** The body of the answer, unless the options keep none. */
    public synchronized Optional<String> answer() {
        return Optional.ofNullable(answer);
    }

    /** When it was answered, or the connection went without an answer. */
    public synchronized Optional<Instant> ended() {
        return Optional.ofNullable(ended);
    }

    /** Completes when it is answered, or the connection went without an answer; on its event loop. */
    public CompletionStage<RecordedRequest> done() {
        return done.minimalCompletionStage();
    }

    @Override
    public String toString() {
        return "request %d %s %s".formatted(number, requestId, extras());
    }

    synchronized void noteAudio(Piece piece, int maxAudioBytes) {
        audio = piece.first(maxAudioBytes);
        audioBytes = piece.bytes();
        duration = Duration.ofNanos(Math.round(piece.seconds() * 1e9));
    }

    synchronized void noteAnswer(int answered, @Nullable String body) {
        status = answered;
        answer = body;
    }

    /** Returns whether this was the end of it, not said before. */
    boolean end(Instant at) {
        synchronized (this) {
            if (ended != null) {
                return false;
            }
            ended = at;
        }
        done.complete(this);
        return true;
    }
}
