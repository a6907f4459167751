package io.sidetone.twilio;

import io.sidetone.call.CallHandle;
import io.sidetone.call.CallStream;
import io.sidetone.call.Track;
import io.sidetone.twiml.MediaStream;
import io.sidetone.twiml.StreamControl;
import io.sidetone.twiml.StreamControlException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts streams over Twilio's REST API: lost ones again, and those of dialled legs. Any thread; no method waits.
 *
 * <p>Twilio does not reconnect a stream by itself. A new one gets a media URL of its own, has its own sid and
 * begins its timestamps anew; its parameters are those of the lost one. Requests block, so they run on threads
 * of their own, at most {@value #THREADS}, with at most {@value #MOST_PENDING} waiting.
 */
public final class StreamStarter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StreamStarter.class);
    private static final int THREADS = 8;
    private static final int MOST_PENDING = 10_000;
    /** Pauses before the attempts; the last one repeats. */
    private static final long[] BACKOFF_MS = {0, 500, 1_000, 2_000, 4_000};
    /** A stream that was started and does not come within this time never will. */
    private static final long ARRIVAL_MS = 3_000;
    /** A stream that held for so long is no sign of trouble when it breaks. */
    private static final long HELD_MS = 10_000;

    private static final int DIALLED_ATTEMPTS = 4;

    private final List<StreamControl> controls;
    private final TwilioAccount account;
    private final MintedCalls minted;
    private final boolean streamPerLeg;
    private final ScheduledThreadPoolExecutor executor;
    private final AtomicLong names = new AtomicLong();

    /**
     * What a lost stream was.
     *
     * @param mine null for a stream of other TwiML
     * @param lastedMs from its start to its end
     */
    record LostStream(TwilioMessage.Start start, MintedCalls.@Nullable Minted mine, long lastedMs) {
        /** How many times in a row a stream of this leg broke soon. */
        int restarts() {
            return mine == null || lastedMs >= HELD_MS ? 0 : mine.restarts();
        }
    }

    /** A stream to be started: on which phone leg, for which call. */
    private record Order(
            String callId, String callSid, MediaStream.Track track, Map<String, String> parameters, int restarts) {}

    /**
     * A starter.
     *
     * @param controls one per auth token, the first to be tried first; empty: nothing can be started
     * @param streamPerLeg dialled legs get streams of their own
     */
    public StreamStarter(
            List<StreamControl> controls, TwilioAccount account, MintedCalls minted, boolean streamPerLeg) {
        this.controls = List.copyOf(controls);
        this.account = account;
        this.minted = minted;
        this.streamPerLeg = streamPerLeg;
        AtomicLong threads = new AtomicLong();
        this.executor = new ScheduledThreadPoolExecutor(THREADS, task -> {
            Thread thread = new Thread(task, "sidetone-twilio-" + threads.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
    }

    /** Whether there are credentials to start streams with. */
    boolean isAble() {
        return !controls.isEmpty();
    }

    boolean followsDialledLegs() {
        return streamPerLeg && isAble();
    }

    /** Starts a lost stream again, for as long as its legs wait. */
    void startAgain(CallStream lost, LostStream what) {
        boolean proved = what.mine() != null || account.foreignStreams() == TwilioAccount.ForeignStreams.SIGNED;
        if (!isAble() || !proved) {
            log.info("{}: waiting for another stream; {}", lost, isAble() ? "it is not ours to start" : HOW_TO_BE_ABLE);
            return;
        }
        Map<String, String> parameters = new HashMap<>(what.start().parameters());
        if (what.mine() == null) {
            parameters.keySet().removeAll(List.of(StreamParameters.SESSION, StreamParameters.GATE)); // mean nothing
        }
        Order order = new Order(
                lost.callId(), what.start().callSid(), trackOf(what.start().tracks()), parameters, what.restarts() + 1);
        int pause = what.restarts();
        later(pause, () -> {
            if (pause == 0 || lost.isAwaited()) {
                restart(lost, order, 1);
            }
        });
    }

    private static final String HOW_TO_BE_ABLE =
            "with twilio.account-sid and twilio.auth-token set, Sidetone starts one itself";

    /** One attempt, and its successors. */
    private void restart(CallStream lost, Order order, int attempt) {
        long pauseMs = backoff(attempt);
        try {
            String streamSid = start(order);
            log.info("{}: started again as {}, attempt {}", lost, streamSid, attempt);
            pauseMs = Math.max(pauseMs, ARRIVAL_MS); // it may yet fail to reach us
        } catch (StreamControlException e) {
            if (e.callOver()) {
                log.info("{}: not started again, as the call is over: {}", lost, e.getMessage());
                lost.giveUp();
                return;
            }
            log.warn("{}: attempt {}: {}", lost, attempt, e.getMessage());
            if (!e.retryable()) {
                return; // the legs go on waiting: somebody else may start a stream
            }
        } catch (IllegalArgumentException e) {
            log.warn("{}: cannot be started again: {}", lost, e.getMessage());
            return;
        }
        after(pauseMs, () -> {
            if (lost.isAwaited()) {
                restart(lost, order, attempt + 1);
            }
        });
    }

    /**
     * Starts a stream on a leg that was dialled and has answered.
     *
     * @param callers parameters of the caller's stream: the dialled leg's are made of them
     */
    void startOnDialledLeg(CallHandle call, String dialledSid, Map<String, String> callers) {
        Map<String, String> parameters = new HashMap<>(callers);
        parameters.remove(StreamParameters.GATE);
        parameters.remove(StreamParameters.ROLE_INBOUND);
        String role = parameters.remove(StreamParameters.ROLE_OUTBOUND);
        if (role != null) {
            parameters.put(StreamParameters.ROLE_INBOUND, role); // what Twilio hears from this leg is inbound here
        }
        Order order = new Order(call.callId(), dialledSid, MediaStream.Track.INBOUND, parameters, 0);
        later(0, () -> startDialled(call, order, 1));
    }

    private void startDialled(CallHandle call, Order order, int attempt) {
        MintedCalls.Minted url = minted.another(order.callId(), order.callSid(), 0);
        try {
            String streamSid = start(order, url);
            log.info("{}: started {} on the dialled leg {}", call, streamSid, order.callSid());
            after(ARRIVAL_MS, () -> {
                if (minted.redeem(url.token()) != null) { // unused so far, and not to be used any more
                    startDialledAgain(
                            call, order, attempt, "it was started and never reached us; see Twilio's debugger");
                }
            });
        } catch (StreamControlException e) {
            if (e.callOver()) {
                log.info("{}: the dialled leg {} has hung up already", call, order.callSid());
            } else {
                int next = e.retryable() ? attempt : DIALLED_ATTEMPTS;
                startDialledAgain(call, order, next, String.valueOf(e.getMessage()));
            }
        } catch (IllegalArgumentException e) {
            startDialledAgain(call, order, DIALLED_ATTEMPTS, String.valueOf(e.getMessage()));
        }
    }

    private void startDialledAgain(CallHandle call, Order order, int attempt, String problem) {
        if (attempt < DIALLED_ATTEMPTS) {
            log.warn("{}: stream of the dialled leg {}, attempt {}: {}", call, order.callSid(), attempt, problem);
            later(attempt, () -> startDialled(call, order, attempt + 1));
        } else {
            call.streamMissing(
                    "the dialled leg " + order.callSid() + " has no stream and is not transcribed: " + problem
                            + "; check twilio.account-sid and twilio.auth-token, or set twilio.separation: both-tracks");
        }
    }

    private String start(Order order) {
        return start(order, minted.another(order.callId(), order.callSid(), order.restarts()));
    }

    private String start(Order order, MintedCalls.Minted url) {
        Map<String, String> parameters = new HashMap<>(order.parameters());
        MediaStream stream = new MediaStream(
                "sidetone-" + names.incrementAndGet(), // one name may be used once in a call
                account.mediaAddress(MediaDoor.PATH + "/" + url.token()),
                order.track(),
                parameters,
                account.address(AnswerPlan.STREAM_STATUS));
        for (int i = 0; ; i++) {
            try {
                return controls.get(i).start(order.callSid(), stream);
            } catch (StreamControlException e) {
                if (e.status() != 401 || i == controls.size() - 1) {
                    throw e;
                }
            }
        }
    }

    private static MediaStream.Track trackOf(List<Track> tracks) {
        boolean inbound = tracks.contains(Track.INBOUND);
        boolean outbound = tracks.contains(Track.OUTBOUND);
        return inbound && outbound
                ? MediaStream.Track.BOTH
                : outbound ? MediaStream.Track.OUTBOUND : MediaStream.Track.INBOUND;
    }

    private void later(int attempt, Runnable task) {
        after(backoff(attempt), task);
    }

    private static long backoff(int attempt) {
        return BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length - 1)];
    }

    private void after(long delayMs, Runnable task) {
        if (executor.getQueue().size() >= MOST_PENDING) {
            log.error("a stream is not started: {} others wait for it (expected: Twilio's API answers)", MOST_PENDING);
            return;
        }
        try {
            var unused = executor.schedule(() -> guarded(task), delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("not started: the server is stopping");
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.error("starting a stream failed", e); // or nobody would ever hear of it
        }
    }

    /** Starts nothing any more; requests under way are given up. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
