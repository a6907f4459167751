package io.sidetone.speech.lasting;

import io.netty.channel.EventLoop;
import io.sidetone.speech.Failure;
import io.sidetone.speech.Prerecorded;
import io.sidetone.speech.PrerecordedException;
import io.sidetone.speech.SpeechLeg;
import io.sidetone.speech.Ticks;
import io.sidetone.speech.Transcript;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One leg's pieces that wait to be transcribed, in the order spoken, one at a time. What takes too much memory while
 * it waits goes to the disk. Confined to the leg's loop.
 */
final class PieceQueue {

    /** Whom the queue tells. Called on the leg's loop. */
    interface Owner {
        void transcribed(Piece piece, Transcript transcript);

        /** A piece that nobody will transcribe. */
        void gaveUp(Piece piece, Failure why);
    }

    /** A disk that took nothing is asked again after so long, not with every frame. */
    static final long DISK_RESTS_MS = 1_000;

    private static final Failure NO_ROOM = new Failure(
            "audio.shed",
            Failure.Remedy.NEVER_FOR_LEG,
            null,
            "there is no room to keep more audio (speech.buffer-seconds, speech.buffer-total-mib, speech.spill-gib)");

    private final SpeechLeg leg;
    private final Routes routes;
    private final AudioBudget budget;
    private final @Nullable Spill spill;
    private final Owner owner;
    private final ArrayDeque<Piece> waiting = new ArrayDeque<>();
    private boolean asking; // the first of those waiting is with a vendor
    private long memoryBytes;
    private @Nullable String diskTrouble; // why the disk took nothing, last time
    private long diskRestsUntilMs = Long.MIN_VALUE; // loop clock
    private boolean closed;

    PieceQueue(SpeechLeg leg, Routes routes, AudioBudget budget, @Nullable Spill spill, Owner owner) {
        this.leg = leg;
        this.routes = routes;
        this.budget = budget;
        this.spill = spill;
        this.owner = owner;
    }

    /** Adds a piece; it is given up if its memory cannot be had. */
    void add(Piece piece) {
        if (piece.bytes() == 0 || closed) {
            return;
        }
        if (!budget.reserve(piece.bytes())) {
            owner.gaveUp(piece, NO_ROOM);
            return;
        }
        memoryBytes += piece.bytes();
        waiting.addLast(piece);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Audio that waits, in milliseconds. */
    long waitingMs() {
        if (waiting.isEmpty()) { // as nearly always: an iterator a tick is garbage all the same
            return 0;
        }
        long sum = 0;
        for (Piece piece : waiting) {
            sum += piece.lengthMs();
        }
        return sum;
    }

    /** Call time of the beginning of what waits; {@link Long#MAX_VALUE} if nothing does. */
    long fromMs() {
        Piece first = waiting.peekFirst();
        return first == null ? Long.MAX_VALUE : first.fromMs;
    }

    long memoryBytes() {
        return memoryBytes;
    }

    /** Asks a vendor for the first piece, when one may be asked. */
    void tick(long nowMs) {
        Piece first = waiting.peekFirst();
        if (first == null || asking || first.moving) {
            return;
        }
        Failure refusal = routes.lastRefusal();
        if (refusal != null) {
            giveUp(refusal);
            return;
        }
        Route route = routes.begin(nowMs);
        if (route == null) {
            return;
        }
        byte[] audio = first.audio();
        if (audio != null) {
            ask(route, first, audio);
        } else {
            bringBack(route, first); // only now: in an outage it would go to the disk and back all the time
        }
    }

    /** Moves what waits to the disk, the newest first, until {@code mostBytes} are left in memory. */
    void relieve(long mostBytes) {
        long over = memoryBytes - mostBytes;
        if (over <= 0 || spill == null || Ticks.nowMs(leg.loop()) < diskRestsUntilMs) {
            return;
        }
        for (Iterator<Piece> newest = waiting.descendingIterator(); newest.hasNext() && over > 0; ) {
            Piece piece = newest.next();
            boolean isAsked = asking && piece == waiting.peekFirst();
            if (piece.audio() != null && !isAsked) {
                over -= piece.bytes();
                if (!piece.moving) {
                    moveToDisk(piece);
                }
            }
        }
    }

    /** Gives up the oldest piece in memory that is not with a vendor; false if there is none. */
    boolean shedOne() {
        for (Iterator<Piece> oldest = waiting.iterator(); oldest.hasNext(); ) {
            Piece piece = oldest.next();
            boolean isAsked = asking && piece == waiting.peekFirst();
            if (piece.audio() != null && !piece.moving && !isAsked) {
                oldest.remove();
                free(piece);
                owner.gaveUp(piece, noRoom());
                return true;
            }
        }
        return false;
    }

    /** Gives up everything. */
    void giveUp(Failure why) {
        while (!waiting.isEmpty()) {
            Piece piece = waiting.removeFirst();
            free(piece);
            owner.gaveUp(piece, why);
        }
        asking = false;
    }

    /** Lets go of everything without a word. */
    void close() {
        closed = true;
        waiting.forEach(this::free);
        waiting.clear();
    }

    private void ask(Route route, Piece piece, byte[] audio) {
        asking = true;
        Prerecorded vendor = Objects.requireNonNull(route.vendor.provider().prerecorded());
        CompletionStage<Transcript> answer;
        try {
            answer = vendor.transcribe(leg, audio);
        } catch (RuntimeException e) { // it should not; but it must not take the attempt with it
            answer = CompletableFuture.failedFuture(e);
        }
        var unused =
                answer.whenComplete((transcript, failure) -> onLoop(() -> answered(route, piece, transcript, failure)));
    }

    private void answered(Route route, Piece piece, @Nullable Transcript transcript, @Nullable Throwable failure) {
        long nowMs = Ticks.nowMs(leg.loop());
        if (transcript != null) {
            route.opened(nowMs);
            route.proved();
        } else {
            route.failed(failureOf(failure), nowMs);
        }
        if (closed || waiting.peekFirst() != piece) {
            return; // given up meanwhile
        }
        asking = false;
        if (transcript != null) {
            waiting.removeFirst();
            free(piece);
            owner.transcribed(piece, transcript);
        }
        tick(nowMs);
    }

    private static Failure failureOf(@Nullable Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        return cause instanceof PrerecordedException refused
                ? refused.failure()
                : new Failure(Failure.UNAVAILABLE, Failure.Remedy.BACK_OFF, null, String.valueOf(cause));
    }

    private void bringBack(Route route, Piece piece) {
        SpilledAudio place = Objects.requireNonNull(piece.onDisk(), "what is not in memory is on disk");
        Spill disk = Objects.requireNonNull(spill);
        if (!budget.reserve(piece.bytes())) {
            route.abandoned();
            return; // another tick
        }
        memoryBytes += piece.bytes();
        piece.moving = true;
        disk.take(place).whenComplete((audio, failure) -> onLoop(() -> cameBack(route, piece, audio, failure)));
    }

    private void cameBack(Route route, Piece piece, byte @Nullable [] audio, @Nullable Throwable failure) {
        boolean isWanted = !closed && waiting.contains(piece);
        if (isWanted && audio != null) {
            piece.cameBack(audio);
            ask(route, piece, audio);
            return;
        }
        route.abandoned();
        if (!isWanted) {
            release(piece);
            return;
        }
        waiting.remove(piece);
        release(piece);
        String message = "audio that waited on disk cannot be read back: " + failure;
        owner.gaveUp(piece, new Failure("storage.failed", Failure.Remedy.NEVER_FOR_LEG, null, message));
    }

    private void moveToDisk(Piece piece) {
        piece.moving = true;
        Objects.requireNonNull(spill)
                .write(Objects.requireNonNull(piece.audio()))
                .whenComplete((place, failure) -> onLoop(() -> moved(piece, place, failure)));
    }

    private void moved(Piece piece, @Nullable SpilledAudio place, @Nullable Throwable failure) {
        if (closed || !waiting.contains(piece)) {
            if (place != null) {
                Objects.requireNonNull(spill).discard(place);
            }
            return; // its memory was given back when it was removed
        }
        if (place == null) {
            piece.moving = false;
            diskTrouble = String.valueOf(failure);
            diskRestsUntilMs = Ticks.nowMs(leg.loop()) + DISK_RESTS_MS;
            return;
        }
        diskTrouble = null;
        piece.movedTo(place);
        release(piece);
    }

    private void onLoop(Runnable action) {
        EventLoop loop = leg.loop();
        if (loop.inEventLoop()) {
            action.run();
        } else {
            loop.execute(action);
        }
    }

    /** Lets go of a piece that is no longer waiting. */
    private void free(Piece piece) {
        SpilledAudio place = piece.onDisk();
        if (piece.audio() != null) {
            release(piece);
        } else if (place != null && !piece.moving) {
            Objects.requireNonNull(spill).discard(place);
        }
    }

    private void release(Piece piece) {
        memoryBytes -= piece.bytes();
        budget.release(piece.bytes());
    }

    private Failure noRoom() {
        return diskTrouble == null
                ? NO_ROOM
                : new Failure(NO_ROOM.code(), NO_ROOM.remedy(), null, NO_ROOM.message() + "; the disk: " + diskTrouble);
    }
}
