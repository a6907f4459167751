package io.sidetone.speech.lasting;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import io.sidetone.speech.Failure;
import io.sidetone.speech.SpeechLeg;
import io.sidetone.speech.SpeechOptions;
import io.sidetone.speech.TestLoop;
import io.sidetone.speech.Transcript;
import io.sidetone.speech.Word;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is kept, from where it is sent again, and what is said to be lost. */
class UnsettledTest {
    private static final long NOBODY = Long.MIN_VALUE;
    private static final long SOMEBODY = Long.MAX_VALUE;

    private final TestLoop time = new TestLoop();
    private final SpeechLeg leg = new SpeechLeg("s_1", "inbound", "caller", SpeechOptions.DEFAULTS, time.loop());
    private final List<Piece> given = new ArrayList<>();
    private AudioBudget budget = new AudioBudget(1 << 20);
    private LastingRules rules = LastingRules.DEFAULTS;
    private PieceQueue pieces = queue();
    private Account account = account();
    private long atMs = 1_000;

    @AfterEach
    void end() {
        time.close();
    }

    /** Ten seconds from 1000 ms on are kept; then a vendor settles. */
    @ParameterizedTest(name = "settled until {0}: floor {1}, kept from {2}, not settled {3} ms")
    @CsvSource(delimiter = '|', textBlock = """
            0      |     0 | 1000  | 10000
            1000   |  1000 | 1000  | 10000
            1300   |  1300 | 1000  | 9700
            3000   |  3000 | 2600  | 8000
            10999  | 10999 | 10599 | 1
            11000  | 11000 | 10600 | 0
            99999  | 11000 | 10600 | 0
            """)
    void isSentAgainFromABitBeforeTheSettledEnd(long untilMs, long floorMs, long keptFromMs, long lengthMs) {
        Unsettled unsettled = unsettled();
        keep(unsettled, 10_000, SOMEBODY);
        unsettled.settledUntil(untilMs);

        assertThat(unsettled.floorMs()).isEqualTo(floorMs);
        assertThat(unsettled.kept().startMs()).isEqualTo(keptFromMs);
        assertThat(unsettled.lengthMs()).isEqualTo(lengthMs);
        assertThat(unsettled.fromMs()).isEqualTo(Math.max(floorMs, 1_000));
    }

    @Test
    void theFloorNeverFalls() {
        Unsettled unsettled = unsettled();
        keep(unsettled, 10_000, SOMEBODY);
        unsettled.settledUntil(5_000);
        unsettled.settledUntil(4_000);

        assertThat(unsettled.floorMs()).isEqualTo(5_000);
    }

    /** Five seconds may be kept; the vendor is away. */
    @ParameterizedTest(name = "{0} ms come, {1} bytes in all may be kept")
    @CsvSource({
        "4000, 1000000",
        "5000, 1000000",
        "5020, 1000000",
        "60000, 1000000",
        "60000, 20000",
        "60000, 4000",
        "2000, 0"
    })
    void whatIsNotKeptIsLostToTheMillisecond(long ms, long mostBytes) {
        budget = new AudioBudget(mostBytes);
        LastingWorld.SomeRules some = new LastingWorld.SomeRules();
        some.bufferSeconds = 5;
        rules = some.made();
        Unsettled unsettled = unsettled();
        keep(unsettled, ms, NOBODY);

        assertThat(lostMs() + unsettled.lengthMs()).isEqualTo(ms);
        assertThat(unsettled.kept().lengthMs()).isEqualTo(unsettled.lengthMs());
        assertThat(unsettled.lengthMs()).isLessThanOrEqualTo(5_000);
        assertThat(unsettled.lengthMs()).isGreaterThanOrEqualTo(Math.min(ms, Math.min(5_000, mostBytes / 8) - 520));
        unsettled.close();
        assertThat(budget.usedBytes()).isZero();
    }

    @ParameterizedTest(name = "settled until {0}, of what went unkept {1} ms are lost with the line")
    @CsvSource({"0, 5250", "1000, 5250", "2000, 4250", "6150, 100", "6250, 0", "9000, 0"})
    void whatALineTookWithItIsLostAsFarAsItDidNotSettleIt(long settledMs, long lostMs) {
        LastingWorld.SomeRules some = new LastingWorld.SomeRules();
        some.bufferSeconds = 5;
        rules = some.made();
        Unsettled unsettled = unsettled();
        keep(unsettled, 10_000, SOMEBODY);
        assertThat(unsettled.kept().startMs()).isEqualTo(6_250);
        unsettled.settledUntil(settledMs);
        assertThat(lostMs()).isZero();
        unsettled.lineIsGone();
        unsettled.lineIsGone();

        assertThat(lostMs()).isEqualTo(lostMs);
    }

    @Test
    void aHoleIsNeverLost() {
        budget = new AudioBudget(2 * KeptAudio.BLOCK_BYTES);
        Unsettled unsettled = unsettled();
        for (int i = 0; i < 100; i++) {
            keep(unsettled, 100, NOBODY);
            atMs += 900;
        }

        assertThat(lostMs() + unsettled.lengthMs()).isEqualTo(10_000);
    }

    @Test
    void piecesAndWhatIsKeptAreAllThereIsAndOverlap() {
        Unsettled unsettled = unsettled();
        keep(unsettled, 8_000, NOBODY);
        unsettled.cutInPause(6_000);
        assertThat(unsettled.floorMs()).isEqualTo(6_000);
        assertThat(unsettled.fromMs()).isEqualTo(1_000);
        assertThat(unsettled.kept().startMs()).isEqualTo(5_800);
        unsettled.cutInSpeech(1_000);
        assertThat(unsettled.floorMs()).isBetween(8_000L, 9_000L);
        unsettled.cutAll();

        assertThat(unsettled.lengthMs()).isZero();
        unsettled.giveUp(LastingWorld.DOWN);
        assertThat(given).isEmpty();
        pieces.giveUp(LastingWorld.DOWN);
        assertThat(given.stream().mapToLong(Piece::lengthMs).sum()).isEqualTo(8_000);
        assertThat(given.get(0).bytes()).isEqualTo((5_000 + 200) * 8);
        assertThat(budget.usedBytes()).isZero();
    }

    @Test
    void cuttingNothingMakesNoPiece() {
        Unsettled unsettled = unsettled();
        unsettled.cutAll();
        keep(unsettled, 1_000, SOMEBODY);
        unsettled.settledUntil(2_000);
        unsettled.cutAll();
        unsettled.cutInPause(1_500);
        unsettled.cutInSpeech(500);

        assertThat(pieces.isEmpty()).isTrue();
    }

    @Test
    void aLineThatBeginsAtTheFloorKnowsWhatWasSaidBefore() {
        Unsettled unsettled = unsettled();
        keep(unsettled, 2_000, SOMEBODY);
        Word word = new Word("relay", 1_800, 2_000, 0.9);
        unsettled.said(List.of(word));
        unsettled.settledUntil(2_000);

        assertThat(unsettled.seam().news(List.of(word)).words()).isEmpty();
        assertThat(unsettled.seam().settledMs()).isEqualTo(2_000);
    }

    @Test
    void onlyTheNewestIsKeptOfSilenceAndTheRestIsNotLost() {
        Unsettled unsettled = unsettled();
        keep(unsettled, 60_000, SOMEBODY);
        unsettled.keepNewest(3_000);
        unsettled.lineIsGone();

        assertThat(unsettled.lengthMs()).isEqualTo(3_000);
        assertThat(lostMs()).isZero();
    }

    private PieceQueue queue() {
        return new PieceQueue(leg, new Routes(List.of()), budget, null, new PieceQueue.Owner() {
            @Override
            public void transcribed(Piece piece, Transcript transcript) {
                throw new AssertionError("nobody was asked");
            }

            @Override
            public void gaveUp(Piece piece, Failure why) {
                given.add(piece);
            }
        });
    }

    private Unsettled unsettled() {
        pieces = queue();
        account = account();
        return new Unsettled(rules, budget, account, pieces);
    }

    private Account account() {
        return new Account(leg, event -> {}, new LastingMeters(new SimpleMeterRegistry(), List.of(), budget, null));
    }

    private void keep(Unsettled unsettled, long ms, long heardUntilMs) {
        for (long done = 0; done < ms; done += 20) {
            unsettled.keep(Unpooled.wrappedBuffer(new byte[160]), atMs, heardUntilMs);
            atMs += 20;
        }
    }

    private long lostMs() {
        return account.lostMs();
    }
}
