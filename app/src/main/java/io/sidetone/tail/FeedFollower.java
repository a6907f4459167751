package io.sidetone.tail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.WebSocket;
import org.jspecify.annotations.Nullable;

/**
 * Follows one topic of a server's dashboard feed: subscribes, and after every break goes on where it was, or starts
 * anew from a snapshot if the server cannot replay what was missed.
 *
 * <p>Safe on any thread. Its listener is called with this object's lock held, so one at a time and never after
 * {@link #close()} has returned.
 */
public final class FeedFollower implements FeedSocket.Owner, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PING = Duration.ofSeconds(20);
    private static final long LOOK_EVERY_MS = 1_000;

    private final Request request;
    private final ObjectNode topic;
    private final FeedListener listener;
    private final LongSupplier nanos;
    private final OkHttpClient http = new OkHttpClient.Builder()
            .pingInterval(PING)
            .readTimeout(Duration.ZERO)
            .followRedirects(false)
            .build();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sidetone-tail");
        thread.setDaemon(true);
        return thread;
    });
    private final Backoff backoff =
            new Backoff(() -> ThreadLocalRandom.current().nextDouble());
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final CompletableFuture<String> over = new CompletableFuture<>();

    private @Nullable FeedSocket current; // null while there is none
    private @Nullable WebSocket wire;
    private @Nullable Place place;
    private List<JsonNode> calls = new ArrayList<>(); // of the snapshot that is arriving
    private List<JsonNode> finals = new ArrayList<>();
    private String reason = "new";
    private long helloAt; // by the server's clock
    private long openedNanos; // 0 before the first hello of a connection
    private long heardNanos;
    private boolean placed; // the server knows on this connection where we are
    private long staleNanos = TimeUnit.SECONDS.toNanos(25);
    private long retryAfterMs = -1; // what a bye asked for
    private int requests;
    private boolean closed;

    /**
     * @param dashboard the socket's address, {@code ws} or {@code wss}
     * @param token bearer token
     * @param topic what to subscribe to, in the protocol's form
     * @param nanos a clock for durations
     */
    public FeedFollower(URI dashboard, String token, ObjectNode topic, FeedListener listener, LongSupplier nanos) {
        this.request = new Request.Builder()
                .url(dashboard.toString())
                .header("Authorization", "Bearer " + token)
                .header("Sec-WebSocket-Protocol", "dashboard.v1.json")
                .build();
        this.topic = topic.deepCopy();
        this.listener = listener;
        this.nanos = nanos;
    }

    /** Connects; completes when the first snapshot has been told, or exceptionally if there will be none. */
    public synchronized CompletableFuture<Void> start() {
        timer.scheduleWithFixedDelay(this::lookAtClock, LOOK_EVERY_MS, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
        connect();
        return started;
    }

    /** Completes when no further connection will be tried, with the reason. */
    public CompletableFuture<String> over() {
        return over;
    }

    private synchronized void connect() {
        if (closed) {
            return;
        }
        FeedSocket next = new FeedSocket(this);
        current = next;
        openedNanos = 0;
        placed = false;
        heardNanos = nanos.getAsLong();
        retryAfterMs = -1;
        wire = http.newWebSocket(request, next);
    }

    @Override
    public synchronized void frame(FeedSocket from, String text) {
        if (from != current || closed) {
            return;
        }
        heardNanos = nanos.getAsLong();
        try {
            take(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            drop("the server said something that is not JSON: " + e.getOriginalMessage());
        }
    }

    private void take(JsonNode frame) {
        switch (frame.path("type").asText()) {
            case "hello" -> welcomed(frame);
            case "reply" -> answered(frame);
            case "snapshot" -> part(frame);
            case "batch" -> batch(frame);
            case "heartbeat" -> heartbeat(frame);
            case "reset" -> reason = frame.path("reason").asText();
            case "notice" -> listener.notice(frame.path("message").asText());
            case "bye" -> retryAfterMs = frame.path("retryAfterMs").asLong(-1);
            default -> {} // of a later minor version
        }
    }

    private void welcomed(JsonNode hello) {
        openedNanos = nanos.getAsLong();
        helloAt = hello.path("at").asLong();
        staleNanos = TimeUnit.MILLISECONDS.toNanos(hello.path("staleMs").asLong(25_000));
        ObjectNode subscribe = JSON.createObjectNode().put("type", "subscribe").put("id", String.valueOf(++requests));
        if (place != null) {
            subscribe.putObject("since").put("epoch", place.epoch()).put("seq", place.seq());
        }
        subscribe.putArray("topics").add(topic);
        if (wire != null) {
            wire.send(subscribe.toString());
        }
    }

    private void answered(JsonNode reply) {
        if (reply.path("ok").asBoolean()) {
            placed = true;
            JsonNode result = reply.path("result");
            reason = result.path("reason").asText("new");
            if (result.path("mode").asText().equals("replay")) {
                listener.resumed(result.path("replayed").asLong());
            }
            return;
        }
        JsonNode error = reply.path("error");
        String why = error.path("code").asText() + ": " + error.path("message").asText();
        if (error.path("retryable").asBoolean()) {
            drop(why);
        } else {
            giveUp(why);
        }
    }

    private void part(JsonNode snapshot) {
        if (snapshot.path("part").asInt() == 1) {
            calls = new ArrayList<>();
            finals = new ArrayList<>();
        }
        snapshot.path("calls").forEach(calls::add);
        snapshot.path("finals").forEach(finals::add);
        if (snapshot.has("call")) {
            calls.add(snapshot.get("call"));
        }
        if (snapshot.path("last").asBoolean()) {
            place = new Place(
                    snapshot.path("epoch").asText(), snapshot.path("seq").asLong());
            listener.snapshot(new Snapshot(reason, helloAt, calls, finals));
            started.complete(null);
        }
    }

    private void batch(JsonNode batch) {
        Place before = place;
        if (before == null || batch.path("prev").asLong() != before.seq()) {
            drop("an event is missing"); // the next connection says from where on
            return;
        }
        for (JsonNode event : batch.path("events")) {
            if (!event.has("seq") || event.path("seq").asLong() > before.seq()) {
                listener.event(event);
            }
        }
        reached(batch.path("through").asLong());
    }

    /** Says where we should be, so that a batch that was lost is noticed although no other follows. */
    private void heartbeat(JsonNode frame) {
        Place before = place;
        if (!placed || before == null) {
            return; // the server does not know yet where we are
        }
        if (frame.has("prev") && frame.path("prev").asLong() != before.seq()) {
            drop("an event is missing");
            return;
        }
        reached(frame.path("through").asLong());
    }

    private void reached(long through) {
        place = place == null ? null : place.through(through);
    }

    @Override
    public synchronized void ended(FeedSocket from, Ending ending) {
        if (from != current || closed) {
            return;
        }
        if (ending.isFinal()) {
            giveUp(ending.why());
        } else {
            comeBack(ending.why());
        }
    }

    private synchronized void lookAtClock() {
        if (current != null && nanos.getAsLong() - heardNanos > staleNanos) {
            drop("nothing was heard for " + TimeUnit.NANOSECONDS.toSeconds(staleNanos) + " s");
        }
    }

    private void drop(String why) {
        if (wire != null) {
            wire.cancel();
        }
        comeBack(why);
    }

    private void comeBack(String why) {
        current = null;
        wire = null;
        long usedNanos = openedNanos == 0 ? 0 : nanos.getAsLong() - openedNanos;
        long ownMs = backoff.nextMs(usedNanos);
        long waitMs = retryAfterMs >= 0 ? retryAfterMs : ownMs;
        listener.lost(why, waitMs);
        timer.schedule(this::connect, waitMs, TimeUnit.MILLISECONDS);
    }

    private void giveUp(String why) {
        current = null;
        if (wire != null) {
            wire.cancel();
        }
        started.completeExceptionally(new IllegalStateException(why));
        over.complete(why);
    }

    @Override
    public synchronized void close() {
        closed = true;
        timer.shutdownNow();
        if (wire != null) {
            wire.cancel();
        }
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
        over.complete("closed");
    }
}
