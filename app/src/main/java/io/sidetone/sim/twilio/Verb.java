package io.sidetone.sim.twilio;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One step of a TwiML document, as far as the simulator knows the language. URLs are absolute here. */
sealed interface Verb {

    record Say(String text) implements Verb {}

    record Pause(Duration length) implements Verb {}

    record Start(StreamOrder stream) implements Verb {}

    record Stop(String streamName) implements Verb {}

    /**
     * Calls somebody, and waits until they have gone.
     *
     * @param action null: the document goes on when the dialled side has gone
     * @param timeout how long an unanswered call rings
     * @param callees rung at once; the first one answers
     */
    record Dial(@Nullable URI action, Duration timeout, List<Callee> callees) implements Verb {}

    /**
     * One party to ring.
     *
     * @param address as {@code To} has it: a number, {@code client:name} or a SIP address
     * @param events which progress callbacks are wanted
     */
    record Callee(String address, @Nullable URI statusCallback, Set<String> events) {}

    record Redirect(URI uri) implements Verb {}

    record Hangup() implements Verb {}

    /** A verb that Twilio may know and the simulator does not. */
    record Skipped(String name) implements Verb {}
}
