package io.sidetone.speech.lasting;

import io.sidetone.speech.CallTimeMap;
import io.sidetone.speech.Transcript;
import io.sidetone.speech.Word;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a leg that is transcribed as a whole. It overlaps with what comes before and after it, so that no
 * word is cut; a word belongs to the piece in whose own stretch its middle lies.
 *
 * <p>Its audio is in memory, or on disk, or on its way between them. Confined to the leg's loop.
 */
final class Piece {
    final long fromMs; // call time; words before belong to others
    final long toMs; // likewise
    final boolean repaired; // the leg was to be streamed, and could not
    private final Seam seam;
    private final @Nullable Cut begin; // where another piece ends; null if it begins behind what a line settled
    private final Cut end;
    private final CallTimeMap time;
    private final int bytes;
    private final long lengthMs;
    private byte @Nullable [] audio; // null while it is on disk
    private @Nullable SpilledAudio onDisk;
    boolean moving; // to the disk or back

    private Piece(long fromMs, long lengthMs, boolean repaired, Borders borders, CallTimeMap time, byte[] audio) {
        this.fromMs = fromMs;
        this.toMs = borders.end().atMs;
        this.lengthMs = lengthMs;
        this.repaired = repaired;
        this.seam = borders.seam();
        this.begin = borders.begin();
        this.end = borders.end();
        this.time = time;
        this.audio = audio;
        this.bytes = audio.length;
    }

    /**
     * What lies beside a piece.
     *
     * @param seam what a line said before it
     * @param begin where another piece ends and this one begins, if so
     * @param end where it ends, and what comes next begins
     */
    record Borders(Seam seam, @Nullable Cut begin, Cut end) {}

    /**
     * Copies a stretch of kept audio.
     *
     * @param overlapMs of what comes behind its end, as far as it is there
     */
    static Piece of(KeptAudio kept, long fromMs, long overlapMs, Borders borders, boolean repaired) {
        long toMs = borders.end().atMs;
        CallTimeMap time = new CallTimeMap(8_000);
        ByteArrayOutputStream audio = new ByteArrayOutputStream((int) kept.bytes());
        kept.forEach(Long.MIN_VALUE / 2, toMs + overlapMs, (block, from, count, atMs) -> {
            audio.write(block, from, count);
            time.sent(count, atMs);
        });
        long lengthMs = kept.lengthFromMs(fromMs) - kept.lengthFromMs(toMs);
        return new Piece(fromMs, lengthMs, repaired, borders, time, audio.toByteArray());
    }

    /** Audio that would be lost with it, in milliseconds. */
    long lengthMs() {
        return lengthMs;
    }

    int bytes() {
        return bytes;
    }

    byte @Nullable [] audio() {
        return audio;
    }

    @Nullable SpilledAudio onDisk() {
        return onDisk;
    }

    void movedTo(SpilledAudio place) {
        audio = null;
        onDisk = place;
        moving = false;
    }

    void cameBack(byte[] read) {
        audio = read;
        onDisk = null;
        moving = false;
    }

    /** Takes the words of one passage that are this piece's and not told yet, on call time: they count as told. */
    List<Word> tell(Transcript.Passage passage) {
        List<Word> heard = passage.words().stream().map(this::onCallTime).toList();
        List<Word> news = seam.news(heard).words();
        return end.tellEarlier(begin == null ? news : begin.tellLater(news));
    }

    private Word onCallTime(Word word) {
        long startMs = time.callTimeMs(word.startMs() / 1_000.0);
        long endMs = Math.max(startMs, time.endCallTimeMs(word.endMs() / 1_000.0));
        return new Word(word.text(), startMs, endMs, word.confidence());
    }

    @Override
    public String toString() {
        return fromMs + " to " + toMs + " ms";
    }
}
