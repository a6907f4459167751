package io.sidetone;

import io.sidetone.sim.webhook.Arrival;
import io.sidetone.sim.webhook.ReceivedEvent;
import java.util.concurrent.CompletableFuture;

/** Counts what the demo's webhook receives. Any thread. */
final class DemoTally {
    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private int events;
    private int finals;
    private int endedCalls;
    private int wrong; // not verified, or not in order
    private int expectedCalls = Integer.MAX_VALUE;

    synchronized void count(ReceivedEvent event) {
        events++;
        boolean inOrder = event.arrival() == Arrival.IN_ORDER;
        wrong += event.verified() && inOrder ? 0 : 1;
        finals += event.type().equals("transcript.final") ? 1 : 0;
        endedCalls += event.type().equals("call.ended") ? 1 : 0;
        completeIfSettled();
    }

    /** Completes when the webhook has been told the end of so many calls. */
    synchronized CompletableFuture<Void> settled(int calls) {
        expectedCalls = calls;
        completeIfSettled();
        return settled;
    }

    synchronized boolean allWell() {
        return wrong == 0 && finals > 0;
    }

    synchronized String summary() {
        return endedCalls + " calls: " + events + " webhook events, " + finals + " of them finals; "
                + (wrong == 0 ? "every one verified, in order, none missing" : wrong + " NOT verified or out of order");
    }

    private void completeIfSettled() {
        if (endedCalls >= expectedCalls) {
            settled.complete(null);
        }
    }
}
