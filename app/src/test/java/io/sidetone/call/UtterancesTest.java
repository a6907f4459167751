package io.sidetone.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.speech.SpeechEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When utterances end, and why: each once. Call time and the clock run alike here. */
class UtterancesTest {
    private static final long SILENCE_MS = 3_000;
    private static final long MAX_MS = 20_000;

    private final List<String> log = new ArrayList<>();
    private final Utterances utterances = new Utterances(
            Duration.ofMillis(SILENCE_MS), Duration.ofMillis(MAX_MS), Duration.ofMillis(300), new Utterances.Outcome() {
                @Override
                public void over(UtteranceEnding ending) {
                    log.add(ending.wireName());
                }

                @Override
                public void askForFinal() {
                    log.add("ask");
                }

                @Override
                public boolean keepUnconfirmed(SpeechEvent.Interim guess) {
                    log.add("keep " + guess.text());
                    return true;
                }
            });

    @Test
    void speechFinalEndsItAtOnce() {
        settle("hello", 0, 500, true);
        utterances.tick(60_000);

        assertThat(log).containsExactly("speech_final");
    }

    @Test
    void speechFinalOnAnEmptyFinalEndsWhatWasSaidBefore() {
        settle("hello", 0, 500, false);
        utterances.settledSilence(new SpeechEvent.Settled(900, true, false));
        utterances.settledSilence(new SpeechEvent.Settled(1_200, true, false));

        assertThat(log).containsExactly("speech_final");
    }

    @Test
    void anEmptyFinalWithoutASignOfAnEndEndsNothing() {
        settle("hello", 0, 500, false);
        utterances.settledSilence(new SpeechEvent.Settled(900, false, false));

        assertThat(log).isEmpty();
    }

    @Test
    void speechFinalWithoutWordsIsNoUtterance() {
        guess("um", 0, 300);
        utterances.settledSilence(new SpeechEvent.Settled(900, true, false));
        utterances.tick(60_000);
        utterances.legEnded();

        assertThat(log).isEmpty();
        assertThat(utterances.guessStartMs()).isEqualTo(-1);
    }

    @Test
    void theVendorsUtteranceEndEndsItOnceHoweverOftenItComes() {
        settle("hello", 0, 500, false);
        utterances.vendorSawEnd(new SpeechEvent.UtteranceEnd(500));
        utterances.vendorSawEnd(new SpeechEvent.UtteranceEnd(500));

        assertThat(log).containsExactly("utterance_end");
    }

    @Test
    void anUtteranceEndBehindItsSpeechFinalSaysNothingNew() {
        settle("hello", 0, 500, true);
        utterances.vendorSawEnd(new SpeechEvent.UtteranceEnd(500));

        assertThat(log).containsExactly("speech_final");
    }

    @Test
    void anUtteranceEndAboutThePastLeavesTheNextUtteranceAlone() {
        settle("hello", 0, 500, true);
        settle("world", 2_000, 2_500, false);
        utterances.vendorSawEnd(new SpeechEvent.UtteranceEnd(500));
        assertThat(log).containsExactly("speech_final");

        utterances.vendorSawEnd(new SpeechEvent.UtteranceEnd(2_490)); // the vendor rounds
        assertThat(log).containsExactly("speech_final", "utterance_end");
    }

    @Test
    void anUtteranceEndJustOutsideTheRoundingIsAboutThePast() {
        settle("hello", 0, 500, false);
        utterances.vendorSawEnd(new SpeechEvent.UtteranceEnd(489));

        assertThat(log).isEmpty();
    }

    @Test
    void silenceEndsItWhenTheVendorDoesNot() {
        settle("hello", 0, 500, false);
        utterances.tick(500 + SILENCE_MS - 1);
        assertThat(log).isEmpty();

        utterances.tick(500 + SILENCE_MS);
        utterances.tick(500 + 2 * SILENCE_MS);
        assertThat(log).containsExactly("silence");
    }

    @Test
    void aGuessThatNobodySettlesIsAskedForAndThenKept() {
        guess("hello", 0, 500);
        utterances.tick(500 + SILENCE_MS);
        assertThat(log).containsExactly("ask");

        utterances.tick(500 + SILENCE_MS + Utterances.ANSWER_MS - 1);
        assertThat(log).containsExactly("ask");

        utterances.tick(500 + SILENCE_MS + Utterances.ANSWER_MS);
        utterances.tick(60_000);
        assertThat(log).containsExactly("ask", "keep hello", "silence");
        assertThat(utterances.guessStartMs()).isEqualTo(-1);
    }

    @Test
    void anAnswerInTimeIsTakenInsteadOfTheGuess() {
        guess("hello", 0, 500);
        utterances.tick(500 + SILENCE_MS);
        utterances.settledWords(ScriptedSpeech.words("Hello.", 0, 500, false), 500 + SILENCE_MS + 200);
        utterances.tick(500 + SILENCE_MS + Utterances.ANSWER_MS);
        assertThat(log).containsExactly("ask");

        utterances.tick(500 + SILENCE_MS + 200 + SILENCE_MS);
        assertThat(log).containsExactly("ask", "silence");
    }

    @Test
    void anAnswerThatThereWasNothingLeavesNothing() {
        guess("hm", 0, 500);
        utterances.tick(500 + SILENCE_MS);
        utterances.settledSilence(new SpeechEvent.Settled(900, false, true));
        utterances.tick(60_000);
        utterances.legEnded();

        assertThat(log).containsExactly("ask");
    }

    @Test
    void aGuessTakenBackEndsNothing() {
        guess("hm", 0, 500);
        guess("", 0, 0);
        utterances.tick(60_000);
        utterances.legEnded();

        assertThat(log).isEmpty();
    }

    @Test
    void aGuessTakenBackDoesNotMoveTheStartOfTheNextUtterance() {
        guess("hm", 0, 500);
        guess("", 0, 0);
        settle("long", MAX_MS - 1_000, MAX_MS + 500, false);

        assertThat(log).as("not twenty seconds long").isEmpty();
    }

    @Test
    void aSpeakerWhoNeverPausesIsCutAtAFinal() {
        for (long at = 0; at < 60_000; at += 4_000) {
            settle("and so on", at, at + 4_000, false);
        }

        assertThat(log).containsExactly("max_length", "max_length", "max_length");
    }

    @Test
    void aSpeakerWhoNeverPausesAndIsNeverSettledIsAskedForOnceASecond() {
        for (long at = 200; at <= MAX_MS + 3_000; at += 200) {
            guess("and so on", 0, at);
            utterances.tick(at);
        }

        assertThat(log).containsExactly("ask", "ask", "ask");
    }

    @Test
    void theAnswerToTooLongAGuessEndsTheUtterance() {
        guess("and so on", 0, MAX_MS);
        utterances.settledWords(ScriptedSpeech.words("and so on", 0, MAX_MS, false), MAX_MS + 100);

        assertThat(log).containsExactly("ask", "max_length");
    }

    @Test
    void theLegsEndEndsWhatIsOpen() {
        settle("hello", 0, 500, false);
        utterances.legEnded();
        utterances.legEnded();

        assertThat(log).containsExactly("leg_ended");
    }

    @Test
    void theLegsEndKeepsAGuess() {
        guess("good bye", 0, 500);
        utterances.legEnded();
        utterances.tick(60_000);

        assertThat(log).containsExactly("keep good bye", "leg_ended");
    }

    @Test
    void theLegsEndWithoutWordsEndsNothing() {
        utterances.legEnded();

        assertThat(log).isEmpty();
    }

    @Test
    void aGuessThatIsOpenAtTheEndBelongsToTheNextUtterance() {
        settle("hello", 0, 500, false);
        guess("world", 900, 1_400);
        utterances.vendorSawEnd(new SpeechEvent.UtteranceEnd(500));
        assertThat(log).containsExactly("utterance_end");

        settle("world", 900, 1_400, true);
        assertThat(log).containsExactly("utterance_end", "speech_final");
    }

    /**
     * Steps, one after another: {@code say}, {@code answer} (to a Finalize) and {@code guess} with words and their
     * times, {@code nothing} settled until a time, {@code at} a time of the clock, the vendor is {@code away} or
     * {@code live} again, the {@code leg} ends.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            an answer to our Finalize, and no pause yet     | answer hi 0-500; at 799                              |
            an answer to our Finalize, and a pause          | answer hi 0-500; at 800; at 60000                    | finalized
            words that we did not ask for                   | say hi 0-500; at 800                                 |
            somebody speaks on                              | answer hi 0-500; guess so 600-700; at 1100           |
            speaks on, and that is settled                  | answer hi 0-500; guess so 600-700; say so 600-900; at 1300 |
            speaks on, and is asked again                   | answer hi 0-500; guess so 600-700; answer so 600-900; at 1200 | finalized
            more words before the pause is over             | answer hi 0-500; say so 600-700; at 1050             |
            the answer is too long an utterance             | answer hi 0-20000; at 20300                          | max_length
            the next utterance begins anew                  | answer hi 0-500; at 800; say so 5000-5400; at 5800   | finalized
            the vendor is away: a guess waits               | guess hi 0-500; away; at 3500; at 60000              |
            so does one that comes while it is              | away; guess hi 0-500; at 60000                       |
            it is not asked for, however long               | away; guess hi 0-30000; at 60000                     |
            what was asked for before it went is not kept   | guess hi 0-500; at 3500; away; at 4500; at 60000     | ask
            it is back, and asked as ever                   | guess hi 0-500; away; at 60000; live; at 60020; at 61020 | ask, keep hi, silence
            it is back, and hears it again                  | guess hi 0-500; away; live; at 600; say hi 0-500; at 3500 | silence
            words are over though the vendor is away        | say hi 0-500; away; at 3500                          | silence
            the leg ends while the vendor is away           | guess hi 0-500; away; leg                            | keep hi, leg_ended
            news of an earlier time, which was repaired     | guess hi 5000-5500; nothing 4000; at 8500; at 9500   | ask, keep hi, silence
            news up to where the guess begins               | guess hi 5000-5500; nothing 5000; at 8500            | ask
            news of the guess's own time                    | guess hi 5000-5500; nothing 5600; at 60000           |
            """)
    void endsInTheseCases(String why, String steps, String ends) {
        for (String step : steps.split("; *", -1)) {
            take(step.trim().split("[ -]", -1));
        }

        assertThat(String.join(", ", log)).as(why).isEqualTo(ends == null ? "" : ends);
    }

    private void take(String[] step) {
        switch (step[0]) {
            case "at" -> utterances.tick(ms(step, 1));
            case "away" -> utterances.vendorIs(false);
            case "live" -> utterances.vendorIs(true);
            case "leg" -> utterances.legEnded();
            case "nothing" -> utterances.settledSilence(new SpeechEvent.Settled(ms(step, 1), false, false));
            case "guess" -> guess(step[1], ms(step, 2), ms(step, 3));
            case "say" -> settle(step[1], ms(step, 2), ms(step, 3), false);
            case "answer" ->
                utterances.settledWords(ScriptedSpeech.answer(step[1], ms(step, 2), ms(step, 3)), ms(step, 3));
            default -> throw new IllegalArgumentException(step[0]);
        }
    }

    private static long ms(String[] step, int at) {
        return Long.parseLong(step[at]);
    }

    /** Whatever the order: after words there is exactly one end before the next utterance's words or the leg's end. */
    @Test
    void anyOrderOfResultsEndsEachUtteranceOnce() {
        Random random = new Random(711);
        for (int round = 0; round < 2_000; round++) {
            log.clear();
            boolean open = anyOrder(random);
            utterances.legEnded();
            long ends = log.stream()
                    .filter(it -> !it.equals("ask") && !it.startsWith("keep"))
                    .count();
            assertThat(ends).as("round %d: %s", round, log).isGreaterThanOrEqualTo(open ? 1 : 0);
            utterances.tick(Long.MAX_VALUE / 2);
            utterances.vendorSawEnd(new SpeechEvent.UtteranceEnd(Long.MAX_VALUE / 2));
            assertThat(log.stream()
                            .filter(it -> !it.equals("ask") && !it.startsWith("keep"))
                            .count())
                    .isEqualTo(ends);
        }
    }

    private boolean anyOrder(Random random) {
        boolean said = false;
        long at = 0;
        for (int step = 0; step < 12; step++) {
            at += random.nextInt(2_000);
            switch (random.nextInt(6)) {
                case 0 -> guess("guess", at, at + 300);
                case 1 -> guess("", at, at);
                case 2 -> {
                    settle("words", at, at + 300, random.nextBoolean());
                    said = true;
                }
                case 3 -> utterances.settledSilence(new SpeechEvent.Settled(at, random.nextBoolean(), false));
                case 4 -> utterances.vendorSawEnd(new SpeechEvent.UtteranceEnd(at));
                default -> utterances.tick(at);
            }
        }
        return said;
    }

    private void guess(String text, long startMs, long endMs) {
        utterances.interim(ScriptedSpeech.guess(text, startMs, endMs), endMs);
    }

    private void settle(String text, long startMs, long endMs, boolean speechFinal) {
        utterances.settledWords(ScriptedSpeech.words(text, startMs, endMs, speechFinal), endMs);
    }
}
