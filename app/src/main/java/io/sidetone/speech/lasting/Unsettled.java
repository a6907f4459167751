package io.sidetone.speech.lasting;

import io.netty.buffer.ByteBuf;
import io.sidetone.speech.CallTimeMap;
import io.sidetone.speech.Failure;
import io.sidetone.speech.Word;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a leg is not settled: its newest audio, and before that the pieces that are being transcribed afterwards.
 *
 * <p>Everything before {@link #floorMs} is settled, or in a piece, or given up and accounted for; what comes behind it
 * is kept. Confined to the leg's loop.
 */
final class Unsettled {
    /** Sent again from so long before the settled end, since vendors' times are not exact. */
    static final long REPLAY_BEFORE_MS = 400;
    /** Around a cut within speech, so that both sides hear the word that it goes through. */
    private static final long OVERLAP_MS = 1_000;
    /** Around a cut within a pause. */
    private static final long PAUSE_OVERLAP_MS = 200;
    /** Speech is cut at the quietest place of so much at the end. */
    private static final long CHOICE_MS = 3_000;

    /** More than there are finals in what is kept. */
    private static final int MOST_BORDERS = 64;

    private static final Failure NO_ROOM = new Failure(
            "audio.shed",
            Failure.Remedy.NEVER_FOR_LEG,
            null,
            "no vendor takes audio, and there is no room to keep more (speech.buffer-seconds, speech.buffer-total-mib)");

    private final LastingRules rules;
    private final AudioBudget budget;
    private final Account account;
    private final PieceQueue pieces;
    private final KeptAudio kept;
    private final Seam.Memory said = new Seam.Memory();
    private final ArrayDeque<Long> borders = new ArrayDeque<>(); // call times at which a final was wanted
    private long floorMs = Long.MIN_VALUE / 2;
    private @Nullable Cut lastCut;
    private long trustedMs; // audio let go of although not settled, since the line has heard it
    private long trustedFromMs;
    private long trustedToMs;
    private boolean closed;

    Unsettled(LastingRules rules, AudioBudget budget, Account account, PieceQueue pieces) {
        this.rules = rules;
        this.budget = budget;
        this.account = account;
        this.pieces = pieces;
        this.kept = new KeptAudio(budget);
    }

    KeptAudio kept() {
        return kept;
    }

    long floorMs() {
        return floorMs;
    }

    /** Audio that is kept and not settled, in milliseconds. */
    long lengthMs() {
        return kept.lengthFromMs(floorMs);
    }

    /** Whether all that is kept is settled, to the last sample. */
    boolean isEmpty() {
        return kept.bytesFromMs(floorMs) == 0;
    }

    /** The longest piece now: where memory is short, shorter ones go to the disk sooner. */
    long longestPieceMs() {
        return budget.isTight() ? Math.max(1_000, rules.longestPieceMs() / 4) : rules.longestPieceMs();
    }

    /** Call time of the beginning of what is not settled, pieces included. */
    long fromMs() {
        return Math.min(pieces.fromMs(), Math.max(floorMs, kept.startMs()));
    }

    /** What was said before the floor, for a line that will hear again what comes around it. */
    Seam seam() {
        return said.at(floorMs);
    }

    /** The cut that what comes next begins at; null if something was settled since. */
    @Nullable Cut lastCut() {
        Cut cut = lastCut;
        return cut != null && Math.abs(floorMs - cut.atMs) <= Seam.SAME_MS ? cut : null;
    }

    /**
     * Keeps audio; makes room for it where there is none.
     *
     * @param heardUntilMs call time up to which a vendor hears it too, so that it would not be lost
     */
    void keep(ByteBuf slice, long callTimeMs, long heardUntilMs) {
        if (callTimeMs + CallTimeMap.TOLERANCE_MS <= floorMs) { // it jumped back; this, too, is not settled
            kept.dropBefore(floorMs);
            floorMs = callTimeMs;
        }
        long mostBytes = rules.bufferMs() * KeptAudio.BYTES_PER_MS;
        if (memoryBytes() > mostBytes / 2 || budget.isTight()) {
            pieces.relieve(budget.isTight() ? 0 : mostBytes / 4);
        }
        if (memoryBytes() >= mostBytes && !pieces.shedOne()) {
            dropOldest(heardUntilMs);
        }
        boolean isKept =
                add(slice, callTimeMs) || ((pieces.shedOne() || dropOldest(heardUntilMs)) && add(slice, callTimeMs));
        if (!isKept && !closed) {
            letGo(slice.readableBytes() / KeptAudio.BYTES_PER_MS, callTimeMs, callTimeMs < heardUntilMs);
        }
    }

    /** Nothing is kept any more once the listener has answered the news of a loss by ending it all. */
    private boolean add(ByteBuf slice, long callTimeMs) {
        return !closed && kept.add(slice, callTimeMs);
    }

    /** Lets go of the oldest block. */
    private boolean dropOldest(long heardUntilMs) {
        if (kept.isEmpty()) {
            return false;
        }
        long unsettledMs = lengthMs();
        long fromMs = Math.max(floorMs, kept.startMs());
        kept.dropBefore(kept.startMs() + KeptAudio.BLOCK_BYTES / KeptAudio.BYTES_PER_MS);
        letGo(unsettledMs - lengthMs(), fromMs, fromMs < heardUntilMs);
        return true;
    }

    private void letGo(long ms, long fromMs, boolean isHeard) {
        if (!isHeard) {
            account.lost(ms, fromMs, NO_ROOM);
            floorMs = Math.max(floorMs, kept.startMs());
        } else if (ms > 0) {
            trustedFromMs = trustedMs == 0 ? fromMs : trustedFromMs;
            trustedToMs = fromMs + ms;
            trustedMs += ms;
        }
    }

    /** The line is gone that heard what was let go of: what it did not settle, nobody will. */
    void lineIsGone() {
        long ms = trustedMs;
        if (ms > 0) {
            trustedMs = 0;
            floorMs = Math.max(floorMs, kept.startMs());
            account.lost(ms, trustedFromMs, NO_ROOM);
        }
    }

    private long memoryBytes() {
        return kept.memoryBytes() + pieces.memoryBytes();
    }

    /** Words were settled. */
    void said(List<Word> words) {
        said.add(words);
    }

    /** Everything before a call time is settled. */
    void settledUntil(long callTimeMs) {
        long untilMs = Math.min(callTimeMs, kept.endMs()); // what comes next is not, whatever a vendor says
        if (untilMs > floorMs && kept.hasBegun()) {
            floorMs = untilMs;
            kept.dropBefore(untilMs - REPLAY_BEFORE_MS);
        }
        trustedMs = Math.max(0, Math.min(trustedMs, trustedToMs - callTimeMs));
    }

    /** A final is wanted here, such as where a call is paused; so it is when this is heard again. */
    void border() {
        if (!kept.isEmpty() && !Long.valueOf(kept.endMs()).equals(borders.peekLast())) {
            borders.addLast(kept.endMs());
            forgetBorders();
        }
    }

    private void forgetBorders() {
        while (!borders.isEmpty() && (borders.getFirst() <= kept.startMs() || borders.size() > MOST_BORDERS)) {
            borders.removeFirst();
        }
    }

    /**
     * Hands out what is kept, piece by piece, with the wish for a final where there was one.
     *
     * @param spans what of it is handed out
     */
    void replay(List<Span> spans, KeptAudio.Sink audio, Runnable finalWanted) {
        forgetBorders();
        for (Span span : spans) {
            long fromMs = span.fromMs();
            for (long border : borders) {
                if (border > fromMs && border < span.toMs()) {
                    kept.forEach(fromMs, border, audio);
                    finalWanted.run();
                    fromMs = border;
                }
            }
            kept.forEach(fromMs, span.toMs(), audio);
        }
    }

    /** Everything is settled. */
    void allSettled() {
        floorMs = Math.max(floorMs, kept.endMs());
        kept.clear();
        trustedMs = 0;
    }

    /** Keeps no more than the newest {@code ms}: the rest was silence. */
    void keepNewest(long ms) {
        settledUntil(kept.endMs() - ms);
    }

    /** Makes a piece of everything up to a pause. */
    void cutInPause(long atMs) {
        cut(atMs, PAUSE_OVERLAP_MS);
    }

    /** Makes a piece of all but the newest, cut where that does the least harm. */
    void cutInSpeech(long leaveAtMostMs) {
        long choiceMs = Math.min(CHOICE_MS, leaveAtMostMs);
        long fromMs = Math.max(kept.endMs() - choiceMs, Math.max(floorMs, kept.startMs()));
        cut(QuietPlace.between(kept, fromMs, kept.endMs()), OVERLAP_MS);
    }

    /** Makes a piece of all there is. */
    void cutAll() {
        cut(kept.endMs(), 0);
        kept.clear();
    }

    private void cut(long atMs, long overlapMs) {
        if (isEmpty() || atMs <= floorMs) {
            return;
        }
        Cut cut = new Cut(atMs);
        Piece.Borders borders = new Piece.Borders(seam(), lastCut(), cut);
        Piece piece = Piece.of(kept, Math.max(floorMs, kept.startMs()), overlapMs, borders, rules.streaming());
        floorMs = atMs;
        lastCut = cut;
        kept.dropBefore(atMs - overlapMs); // first: the piece may need the room
        pieces.add(piece);
    }

    /** Nobody will ever hear what is kept. */
    void giveUp(Failure why) {
        account.lost(lengthMs(), Math.max(floorMs, kept.startMs()), why);
        allSettled();
    }

    void close() {
        closed = true;
        kept.clear();
        pieces.close();
    }
}
