package io.sidetone.speech.lasting;

import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.Transcript;
import io.sidetone.speech.Word;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the vendors say of one leg, on its way to the listener: words that were told before the line broke are taken
 * out, and what is settled need not be kept any more. Confined to the leg's loop.
 */
final class WordsBack {
    private final Account account;
    private final Unsettled unsettled;
    private final Finalizer finalizer;

    WordsBack(Account account, Unsettled unsettled, Finalizer finalizer) {
        this.account = account;
        this.unsettled = unsettled;
        this.finalizer = finalizer;
    }

    void guessed(Line from, SpeechEvent.Interim guess) {
        finalizer.guessed(guess);
        List<Word> behind = from.seam.news(guess.words()).words();
        List<Word> news = from.begin == null ? behind : from.begin.newsOfLater(behind);
        if (news == guess.words()) {
            account.tell(guess);
        } else if (news.isEmpty()) {
            account.tell(new SpeechEvent.Interim("", guess.endMs(), guess.endMs(), 0, news));
        } else {
            account.tell(new SpeechEvent.Interim(
                    text(news), news.get(0).startMs(), guess.endMs(), guess.confidence(), news));
        }
    }

    void settled(Line from, SpeechEvent.Final words) {
        Seam.News behind = from.seam.news(words.words());
        from.seam = behind.rest();
        boolean isEcho = words.words().isEmpty() && words.endMs() <= from.seam.settledMs();
        List<Word> news = from.begin == null ? behind.words() : from.begin.tellLater(behind.words());
        unsettled.said(news);
        settledUntil(from, words.settledUntilMs());
        if (isEcho || (news.isEmpty() && !words.words().isEmpty())) {
            account.tell(new SpeechEvent.Settled(words.settledUntilMs(), words.speechFinal(), words.fromFinalize()));
        } else {
            account.tell(news == words.words() ? words : words.withWords(news));
        }
    }

    void nothing(Line from, SpeechEvent.Settled nothing) {
        settledUntil(from, nothing.untilMs());
        account.tell(nothing);
    }

    private void settledUntil(Line from, long untilMs) {
        unsettled.settledUntil(Math.min(untilMs, from.untilMs));
        finalizer.settled();
    }

    /** A passage of a piece that was transcribed as a whole; of its words, those that lie in the piece's own stretch. */
    void passage(Piece piece, Transcript transcript, Transcript.Passage passage) {
        List<Word> words = piece.tell(passage);
        if (words.isEmpty()) {
            return;
        }
        boolean isWhole = words.size() == passage.words().size();
        Word last = words.get(words.size() - 1);
        account.tell(new SpeechEvent.Final(
                isWhole ? passage.text() : text(words),
                words.get(0).startMs(),
                last.endMs(),
                last.endMs(),
                passage.confidence(),
                transcript.language(),
                !piece.repaired,
                false,
                piece.repaired || account.isClosed(),
                transcript.source(),
                words));
    }

    private static String text(List<Word> words) {
        return words.stream().map(Word::text).collect(Collectors.joining(" "));
    }
}
