package io.sidetone.delivery;

import io.sidetone.engine.CallEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A signed {@code webhook.ping} to one target, sent once: what an operator's check or test button does. */
public final class Ping {
    private static final String TYPE = "webhook.ping";

    private Ping() {}

    /**
     * What came of it.
     *
     * @param delivered the target took it
     * @param status of the HTTP answer, 0 if there was none
     * @param detail what went wrong, for people; empty if nothing did
     */
    public record Outcome(boolean delivered, int status, String detail) {}

    /** Sends the ping; completes on a thread of the sender's, and never exceptionally for the target's faults. */
    public static CompletionStage<Outcome> send(Target target, Surroundings surroundings) {
        String id = UUID.randomUUID().toString().replace("-", "");
        byte[] data = "{\"message\":\"Sidetone asks whether this webhook works\"}".getBytes(StandardCharsets.UTF_8);
        CallEvent event =
                new CallEvent("", 1, TYPE, null, 0, surroundings.clock().millis(), "msg_" + id, data);
        CompletableFuture<Outcome> done = new CompletableFuture<>();
        Sender sender = new Sender(target, surroundings);
        sender.post(new Attempt("", event.eventId(), 1, body(event)), answer -> {
            String detail = answer.detail();
            done.complete(new Outcome(
                    answer.meaning() == AnswerClass.DELIVERED, answer.status(), detail == null ? "" : detail));
        });
        return done.whenComplete((outcome, failure) -> sender.close());
    }

    private static byte[] body(CallEvent event) {
        try {
            return Envelope.of(event, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the data is our own and well-formed
        }
    }
}
