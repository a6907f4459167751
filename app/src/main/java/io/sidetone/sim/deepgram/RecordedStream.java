package io.sidetone.sim.deepgram;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Everything one connection did, while it does it and afterwards. Safe on any thread. */
public final class RecordedStream {
    private final int number;
    private final String requestId;
    private final Parameters parameters;
    private final Map<String, String> headers;
    private final boolean reconnect;
    private final Instant opened;
    private final int maxAudioBytes;
    private final int maxMessages;

    private final ByteArrayOutputStream audio = new ByteArrayOutputStream();
    private final List<Violation> violations = new ArrayList<>();
    private final Deque<String> said = new ArrayDeque<>();
    private final CompletableFuture<RecordedStream> ended = new CompletableFuture<>();
    private long audioBytes;
    private int audioFrames;
    private int keepAlives;
    private int binaryKeepAlives;
    private int finalizes;
    private int configures;
    private boolean closeStreamReceived;
    private @Nullable Integer clientCloseCode;
    private @Nullable Integer serverCloseCode;
    private @Nullable Instant closed;

    RecordedStream(StreamRequest request, String requestId, Map<String, String> headers, EmulatorOptions options) {
        this.number = request.number();
        this.requestId = requestId;
        this.parameters = request.parameters();
        this.headers = Map.copyOf(headers);
        this.reconnect = request.reconnect();
        this.opened = options.clock().instant();
        this.maxAudioBytes = options.maxAudioBytes();
        this.maxMessages = options.maxMessages();
    }

    /** From 1, in the order of handshakes. */
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

    /** Headers of the handshake by lower-case name: agent, extensions, and the kind of authorization without the key. */
    public Map<String, String> headers() {
        return headers;
    }

    /** Whether a stream with the same extras was opened before. */
    public boolean reconnect() {
        return reconnect;
    }

    public Instant opened() {
        return opened;
    }

    public synchronized Optional<Instant> closed() {
        return Optional.ofNullable(closed);
    }

    /** Completes when the connection is gone, on its event loop. */
    public CompletionStage<RecordedStream> ended() {
        return ended.minimalCompletionStage();
    }

    /** Every audio byte in the order received, up to the bound of the options; a copy. */
    public synchronized byte[] audio() {
        return audio.toByteArray();
    }

    /** All audio bytes received, also those over the bound. */
    public synchronized long audioBytes() {
        return audioBytes;
    }

    public synchronized int audioFrames() {
        return audioFrames;
    }

    /** KeepAlives in text frames, as they should be. */
    public synchronized int keepAlives() {
        return keepAlives;
    }

    public synchronized int binaryKeepAlives() {
        return binaryKeepAlives;
    }

    public synchronized int finalizes() {
        return finalizes;
    }

    public synchronized int configures() {
        return configures;
    }

    public synchronized boolean closeStreamReceived() {
        return closeStreamReceived;
    }

    /** The code of the client's close frame, if it sent one. */
    public synchronized OptionalInt clientCloseCode() {
        return clientCloseCode == null ? OptionalInt.empty() : OptionalInt.of(clientCloseCode);
    }

    /** The code of the server's close frame, if it sent one. */
    public synchronized OptionalInt serverCloseCode() {
        return serverCloseCode == null ? OptionalInt.empty() : OptionalInt.of(serverCloseCode);
    }

    public synchronized List<Violation> violations() {
        return List.copyOf(violations);
    }

    /** Every text message sent to the client, in order, as JSON; the newest if there are many. */
    public synchronized List<String> said() {
        return List.copyOf(said);
    }

    @Override
    public String toString() {
        return "stream %d %s %s".formatted(number, requestId, extras());
    }

    synchronized void countAudio(byte[] bytes) {
        int room = (int) Math.min(bytes.length, maxAudioBytes - (long) audio.size());
        audio.write(bytes, 0, Math.max(0, room));
        audioBytes += bytes.length;
        audioFrames++;
    }

    synchronized void countKeepAlive() {
        keepAlives++;
    }

    synchronized void countBinaryKeepAlive() {
        binaryKeepAlives++;
    }

    synchronized void countFinalize() {
        finalizes++;
    }

    synchronized void countConfigure() {
        configures++;
    }

    synchronized void noteCloseStream() {
        closeStreamReceived = true;
    }

    synchronized void noteClientClose(int code) {
        clientCloseCode = code;
    }

    synchronized void noteServerClose(int code) {
        serverCloseCode = code;
    }

    synchronized void note(Violation violation) {
        violations.add(violation);
    }

    synchronized void noteSaid(String json) {
        said.add(json);
        if (said.size() > maxMessages) {
            said.remove();
        }
    }

    void end(Instant at) {
        synchronized (this) {
            closed = at;
        }
        ended.complete(this);
    }
}
