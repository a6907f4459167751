package io.sidetone.sim.webhook;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * How to listen.
 *
 * @param port on loopback; 0 for any free one
 * @param secrets any of which may have signed; none at all means that nothing is verified and everything believed
 * @param clock tells whether a timestamp is recent
 * @param tolerance how old, or how far in the future, a timestamp may be; Standard Webhooks: five minutes
 * @param allTypes whether every type of event is sent here, so that a missing number is a loss
 * @param maxBodyBytes larger bodies are answered with 413
 * @param keep how many events are remembered; the oldest are forgotten first
 * @param replies what verified events are answered with
 * @param watcher sees every event just before it is answered, on the listener's loop; must not block
 */
public record ListenerOptions(
        int port,
        List<WebhookSecret> secrets,
        InstantSource clock,
        Duration tolerance,
        boolean allTypes,
        int maxBodyBytes,
        int keep,
        Replies replies,
        Consumer<ReceivedEvent> watcher) {

    public ListenerOptions {
        secrets = List.copyOf(secrets);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
        }
        if (keep < 1 || maxBodyBytes < 1) {
            throw new IllegalArgumentException(
                    "keep: " + keep + ", maxBodyBytes: " + maxBodyBytes + " (expected: 1 or more each)");
        }
    }

    /** Any free port, five minutes of tolerance, every event taken at once with 204. */
    public static ListenerOptions of(InstantSource clock, WebhookSecret... secrets) {
        return new ListenerOptions(
                0,
                List.of(secrets),
                clock,
                Duration.ofMinutes(5),
                false,
                1 << 20,
                10_000,
                Replies.always(Reply.OK),
                event -> {});
    }

    public ListenerOptions onPort(int number) {
        return new ListenerOptions(number, secrets, clock, tolerance, allTypes, maxBodyBytes, keep, replies, watcher);
    }

    public ListenerOptions takingAllTypes() {
        return new ListenerOptions(port, secrets, clock, tolerance, true, maxBodyBytes, keep, replies, watcher);
    }

    public ListenerOptions keeping(int events) {
        return new ListenerOptions(port, secrets, clock, tolerance, allTypes, maxBodyBytes, events, replies, watcher);
    }

    public ListenerOptions limitedTo(int bodyBytes) {
        return new ListenerOptions(port, secrets, clock, tolerance, allTypes, bodyBytes, keep, replies, watcher);
    }

    public ListenerOptions replying(Replies choice) {
        return new ListenerOptions(port, secrets, clock, tolerance, allTypes, maxBodyBytes, keep, choice, watcher);
    }

    public ListenerOptions watchedBy(Consumer<ReceivedEvent> eyes) {
        return new ListenerOptions(port, secrets, clock, tolerance, allTypes, maxBodyBytes, keep, replies, eyes);
    }
}
