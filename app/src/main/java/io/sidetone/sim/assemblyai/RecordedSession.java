package io.sidetone.sim.assemblyai;

import io.sidetone.sim.deepgram.Parameters;
import io.sidetone.sim.deepgram.StreamRequest;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Everything one connection did, while it does it and afterwards. Safe on any thread. */
public final class RecordedSession {
    private static final int MOST_MESSAGES = 10_000;

    private final int number;
    private final String id;
    private final Parameters parameters;
    private final int maxAudioBytes;

    private final ByteArrayOutputStream audio = new ByteArrayOutputStream();
    private final List<Integer> frames = new ArrayList<>();
    private final List<Violation> violations = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private final CompletableFuture<RecordedSession> ended = new CompletableFuture<>();
    private long audioBytes;
    private @Nullable Integer clientCloseCode;
    private @Nullable Integer serverCloseCode;
    private boolean began;

    RecordedSession(StreamRequest request, String id, int maxAudioBytes) {
        this.number = request.number();
        this.id = id;
        this.parameters = request.parameters();
        this.maxAudioBytes = maxAudioBytes;
    }

    /** From 1, in the order of handshakes. */
    public int number() {
        return number;
    }

    /** As told in {@code Begin}. */
    public String id() {
        return id;
    }

    public Parameters parameters() {
        return parameters;
    }

    /** Whether {@code Begin} was said: the session was not refused. */
    public synchronized boolean began() {
        return began;
    }

    /** Completes when the connection is gone, on its event loop. */
    public CompletionStage<RecordedSession> ended() {
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

    /** The length of each audio frame in bytes, in order. */
    public synchronized List<Integer> frames() {
        return List.copyOf(frames);
    }

    /** How many text messages of this type the client sent, such as {@code ForceEndpoint}. */
    public synchronized int heard(String type) {
        return Math.toIntExact(heard.stream().filter(type::equals).count());
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

    /** Text messages sent to the client, in order, as JSON; the first ten thousand. */
    public synchronized List<String> said() {
        return List.copyOf(said);
    }

    @Override
    public String toString() {
        return "session %d %s".formatted(number, id);
    }

    synchronized void countAudio(byte[] bytes) {
        int room = (int) Math.min(bytes.length, maxAudioBytes - (long) audio.size());
        audio.write(bytes, 0, Math.max(0, room));
        audioBytes += bytes.length;
        if (frames.size() < MOST_MESSAGES) {
            frames.add(bytes.length);
        }
    }

    synchronized void countText(String type) {
        if (heard.size() < MOST_MESSAGES) {
            heard.add(type);
        }
    }

    synchronized void noteBegun() {
        began = true;
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
        if (said.size() < MOST_MESSAGES) {
            said.add(json);
        }
    }

    void end() {
        ended.complete(this);
    }
}
