package io.sidetone.call;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoop;
import io.sidetone.engine.Engine;
import io.sidetone.speech.SpeechToText;
import io.sidetone.speech.Ticks;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** All live calls of this process. For any thread. */
public final class Calls {
    /** So many ended ids of foreign streams are remembered, so that a reused CallSid makes a new call. */
    private static final int ENDED_IDS_KEPT = 10_000;

    private final SpeechToText speech;
    private final Engine engine;
    private final CallRules rules;
    private final Ticks ticks;
    private final InstantSource clock;
    private final String node;
    private final CallMetrics metrics;
    private final LostLegs lostLegs = new LostLegs();
    private final ConcurrentHashMap<String, Entry> live = new ConcurrentHashMap<>();
    private final Set<String> endedIds = Collections.synchronizedSet(new LinkedHashSet<>());
    private final AtomicReference<@Nullable String> storageFault =
            new AtomicReference<>(); // its code, while there is one
    private volatile boolean closed; // no new calls are answered with a stream
    private final AtomicReference<@Nullable CompletableFuture<Void>> whenEmpty =
            new AtomicReference<>(); // set once nobody new is let in

    /** A live call, and how many streams it has. Counted here, so that joining and ending cannot miss each other. */
    private record Entry(Call call, CallHandle handle, int streams) {
        Entry streams(int now) {
            return new Entry(call, handle, now);
        }
    }

    public Calls(
            SpeechToText speech,
            Engine engine,
            CallRules rules,
            Ticks ticks,
            InstantSource clock,
            String node,
            MeterRegistry meters) {
        this.speech = speech;
        this.engine = engine;
        this.rules = rules;
        this.ticks = ticks;
        this.clock = clock;
        this.node = node;
        this.metrics = new CallMetrics(meters, live::size);
    }

    /**
     * False when as many calls are live as the limit allows, when too much waits for the journal to take more, or
     * when the process is about to end.
     */
    public boolean haveRoom() {
        return !closed && takesAnswered();
    }

    /**
     * The same for the stream of a call that was answered with one: it is let in for as long as that has not taken
     * too long, when nobody new is any more.
     */
    public boolean takesAnswered() {
        return live.size() < rules.calls()
                && whenEmpty.get() == null
                && engine.events().backlogBytes() <= rules.journalBacklogBytes();
    }

    /** Ids of former calls that no new call may have. */
    public void neverAgain(Collection<String> callIds) {
        callIds.forEach(this::remember);
    }

    /** Looks whether the journal takes events, and tells every live call when that has changed. Any thread. */
    public void watchStorage() {
        Engine.Health now = engine.health();
        String code = now.code();
        String before = storageFault.getAndSet(code);
        if (!Objects.equals(before, code)) {
            List.copyOf(live.values()).forEach(entry -> entry.handle().tell(call -> call.storage(before, now)));
        }
    }

    /**
     * Opens a stream: the first of its call, or one more. Called on the stream's loop.
     *
     * @return the stream, or null if the call has as many streams, or the process as many calls, as the limits allow
     */
    public @Nullable CallStream open(StreamStart start, EventLoop loop, StreamSocket socket) {
        Joined joined = join(start, loop);
        if (joined == null) {
            return null;
        }
        Entry entry = joined.entry();
        if (joined.isNew()) {
            entry.call().begin();
            entry.call().servedBy(engine.commands().serve(entry.call().callId(), new CallCommands(entry.handle())));
            engine.directory().put(entry.call().asRecord(node, clock.millis()));
            metrics.callStarted();
        }
        CallStream stream = new CallStream(
                start,
                loop,
                entry.handle(),
                socket,
                rules,
                speech,
                ticks,
                lostLegs,
                metrics,
                entry.call().startedAtMs(),
                entry.call().pause().isOn());
        entry.handle().tell(call -> call.streamOpened(stream));
        stream.begin();
        return stream;
    }

    public @Nullable CallHandle find(String callId) {
        Entry entry = live.get(callId);
        return entry == null ? null : entry.handle();
    }

    CallMetrics metrics() {
        return metrics;
    }

    Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    /** What a call that waits for time to pass shares. */
    Ticks ticks() {
        return ticks;
    }

    public int size() {
        return live.size();
    }

    /** The phone leg has hung up: what was lost of it cannot come back. Any thread. */
    public void phoneLegOver(String callSid) {
        lostLegs.giveUp((key, lost) -> key.callSid().equals(callSid), EndReason.STREAM_CLOSED);
    }

    /** A stream is over, and was not lost after all. Any thread. */
    public void streamOver(String streamSid) {
        lostLegs.giveUp((key, lost) -> lost.streamSid().equals(streamSid), EndReason.STREAM_CLOSED);
    }

    /** Ends the waiting of a call's legs whose stream was lost. Any thread. */
    void giveUpLost(String callId, EndReason reason) {
        lostLegs.giveUp((key, lost) -> key.callId().equals(callId), reason);
    }

    /** Answers no new calls; the streams of those that were answered already may still come. */
    public void close() {
        closed = true;
    }

    /** Lets nobody new in; completes when the last call has ended by itself. */
    public CompletionStage<Void> drain() {
        closed = true;
        whenEmpty.compareAndSet(null, new CompletableFuture<>());
        completeIfEmpty();
        return Objects.requireNonNull(whenEmpty.get(), "once set, it stays");
    }

    /** Ends every call; the last words still arrive. */
    public void endAll(EndReason reason) {
        List<Entry> all = new ArrayList<>(live.values());
        all.forEach(entry -> entry.handle().end(reason));
    }

    /** One stream less. Called by the call, at its home. */
    void streamGone(String callId) {
        live.computeIfPresent(callId, (id, entry) -> entry.streams(entry.streams() - 1));
    }

    /**
     * Lets go of a call that has nothing open.
     *
     * @param lastWord what the call still has to say; nobody can join it or see it gone before that is said
     * @return false if a stream is just joining: then the call lives on and nothing was said
     */
    boolean release(String callId, Runnable lastWord) {
        Entry left = live.computeIfPresent(callId, (id, entry) -> {
            if (entry.streams() > 0) {
                return entry;
            }
            lastWord.run();
            remember(callId); // before anybody can see it gone, so that nobody takes the id for a new one
            return null;
        });
        if (left != null) {
            return false;
        }
        engine.directory().remove(callId);
        completeIfEmpty();
        return true;
    }

    private Entry newCall(StreamStart start, String callId, EventLoop loop) {
        Journal journal = new Journal(callId, start.callSid(), engine.events(), clock, start.labels());
        CallEvents events =
                new CallEvents(callId, journal, engine.live(), clock, start.labels(), new Masking(rules.redactor()));
        Call call = new Call(start, callId, loop, events, this);
        return new Entry(call, new CallHandle(call), 1);
    }

    /** Where a stream has gone: to a call that was there, or to one that it opens. */
    private record Joined(Entry entry, boolean isNew) {}

    /** Counts the stream in; null if its call has as many as it may, or there are as many calls as there may be. */
    private @Nullable Joined join(StreamStart start, EventLoop loop) {
        String callId = start.callId();
        boolean[] isNew = new boolean[1];
        boolean[] tooMany = new boolean[1];
        boolean[] noRoom = new boolean[1];
        for (int i = 2; ; i++) {
            String id = callId;
            Entry entry = live.compute(id, (key, known) -> {
                if (known == null) {
                    boolean mayBeNew = !endedIds.contains(id); // one that was journalled and ended is never used again
                    noRoom[0] =
                            mayBeNew && live.mappingCount() >= rules.calls(); // upgrades at once found the last place
                    isNew[0] = mayBeNew && !noRoom[0];
                    return isNew[0] ? newCall(start, id, loop) : null;
                }
                tooMany[0] = known.streams() >= rules.streamsPerCall();
                return tooMany[0] ? known : known.streams(known.streams() + 1);
            });
            if (noRoom[0]) {
                return null;
            }
            if (entry != null) {
                return tooMany[0] ? null : new Joined(entry, isNew[0]);
            }
            callId = start.callId() + "~" + i;
        }
    }

    private void remember(String callId) {
        synchronized (endedIds) {
            endedIds.add(callId);
            if (endedIds.size() > ENDED_IDS_KEPT) {
                endedIds.remove(endedIds.iterator().next());
            }
        }
    }

    private void completeIfEmpty() {
        CompletableFuture<Void> done = whenEmpty.get();
        if (done != null && live.isEmpty()) {
            done.complete(null);
        }
    }
}
