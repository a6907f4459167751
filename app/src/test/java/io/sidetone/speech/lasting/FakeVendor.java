package io.sidetone.speech.lasting;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.sidetone.speech.AudioFormat;
import io.sidetone.speech.CallTimeMap;
import io.sidetone.speech.Failure;
import io.sidetone.speech.Prerecorded;
import io.sidetone.speech.PrerecordedException;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.SpeechLeg;
import io.sidetone.speech.SpeechSession;
import io.sidetone.speech.SpeechToText;
import io.sidetone.speech.Transcript;
import io.sidetone.speech.Word;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A vendor without a network: every step of its connections and requests is the test's. */
final class FakeVendor implements SpeechToText, Prerecorded {
    final List<Connection> connections = new ArrayList<>();
    final List<Request> requests = new ArrayList<>();
    final String name;
    /** What happens as a connection is wanted; nothing unless a test says so. */
    Consumer<Connection> onConnect = connection -> {};

    FakeVendor(String name) {
        this.name = name;
    }

    Provider streamsOnly() {
        return new Provider(name, this, null, false);
    }

    Provider realTimeOnly() {
        return new Provider(name, this, this, true);
    }

    Provider withRepair() {
        return new Provider(name, this, this, false);
    }

    Connection latest() {
        return connections.get(connections.size() - 1);
    }

    Request latestRequest() {
        return requests.get(requests.size() - 1);
    }

    @Override
    public SpeechSession open(SpeechLeg leg, AudioFormat format, Consumer<SpeechEvent> listener) {
        Connection connection = new Connection(listener);
        connections.add(connection);
        return connection;
    }

    @Override
    public String provider() {
        return name;
    }

    @Override
    public CompletionStage<Transcript> transcribe(SpeechLeg leg, byte[] muLaw) {
        Request request = new Request(muLaw);
        requests.add(request);
        return request.answer;
    }

    /** One piece that somebody wants transcribed. */
    static final class Request {
        final byte[] audio;
        final CompletableFuture<Transcript> answer = new CompletableFuture<>();

        private Request(byte[] audio) {
            this.audio = audio;
        }

        long lengthMs() {
            return audio.length / 8;
        }

        /** Answers with words of 100 ms each, at these times of the piece. */
        void says(Object... wordsAndTimes) {
            List<Word> words = new ArrayList<>();
            for (int i = 0; i < wordsAndTimes.length; i += 2) {
                long at = ((Number) wordsAndTimes[i + 1]).longValue();
                words.add(new Word((String) wordsAndTimes[i], at, at + 100, 0.9));
            }
            String text = String.join(" ", words.stream().map(Word::text).toList());
            answer.complete(new Transcript(
                    words.isEmpty() ? List.of() : List.of(new Transcript.Passage(text, 0.9, words)),
                    new SpeechEvent.Source("fake", "fake-1", "req-2"),
                    "en"));
        }

        /** The same, each word a passage of its own. */
        void saysInTurn(Object... wordsAndTimes) {
            List<Transcript.Passage> passages = new ArrayList<>();
            for (int i = 0; i < wordsAndTimes.length; i += 2) {
                long at = ((Number) wordsAndTimes[i + 1]).longValue();
                Word word = new Word((String) wordsAndTimes[i], at, at + 100, 0.9);
                passages.add(new Transcript.Passage(word.text(), 0.9, List.of(word)));
            }
            answer.complete(new Transcript(passages, new SpeechEvent.Source("fake", "fake-1", "req-2"), "en"));
        }

        void fails(Failure failure) {
            answer.completeExceptionally(new PrerecordedException(failure));
        }
    }

    /** One connection. */
    final class Connection implements SpeechSession {
        final ByteArrayOutputStream heard = new ByteArrayOutputStream();
        final CallTimeMap time = new CallTimeMap(8_000);
        int finalizes;
        final List<Long> finalizedAtMs = new ArrayList<>(); // in milliseconds of audio heard
        boolean wanted;
        boolean finished;
        boolean cancelled;
        int heardBeforeFinish;
        long backlogMs;
        private final Consumer<SpeechEvent> listener;

        private Connection(Consumer<SpeechEvent> listener) {
            this.listener = listener;
        }

        Connection opens() {
            listener.accept(new SpeechEvent.Opened(name, name + "-1", "req-1"));
            return this;
        }

        void says(SpeechEvent event) {
            listener.accept(event);
        }

        /** Settles words of the given start and end times of the call, up to the end of the last. */
        void settles(Object... wordsAndTimes) {
            List<Word> words = words(wordsAndTimes);
            settlesUntil(words.get(words.size() - 1).endMs(), wordsAndTimes);
        }

        void settlesUntil(long untilMs, Object... wordsAndTimes) {
            List<Word> words = words(wordsAndTimes);
            listener.accept(new SpeechEvent.Final(
                    String.join(" ", words.stream().map(Word::text).toList()),
                    words.get(0).startMs(),
                    words.get(words.size() - 1).endMs(),
                    untilMs,
                    0.9,
                    "en",
                    false,
                    false,
                    false,
                    new SpeechEvent.Source(name, name + "-1", "req-1"),
                    words));
        }

        void guesses(Object... wordsAndTimes) {
            List<Word> words = words(wordsAndTimes);
            listener.accept(new SpeechEvent.Interim(
                    String.join(" ", words.stream().map(Word::text).toList()),
                    words.get(0).startMs(),
                    words.get(words.size() - 1).endMs(),
                    0.5,
                    words));
        }

        void breaks(Failure failure) {
            listener.accept(new SpeechEvent.Closed(failure.message(), failure));
        }

        void endsClean() {
            listener.accept(new SpeechEvent.Closed(true, "finished"));
        }

        long heardMs() {
            return heard.size() / 8;
        }

        private static List<Word> words(Object... wordsAndTimes) {
            List<Word> words = new ArrayList<>();
            for (int i = 0; i < wordsAndTimes.length; i += 3) {
                long from = ((Number) wordsAndTimes[i + 1]).longValue();
                long to = ((Number) wordsAndTimes[i + 2]).longValue();
                words.add(new Word((String) wordsAndTimes[i], from, to, 0.9));
            }
            return words;
        }

        @Override
        public void connect() {
            wanted = true;
            onConnect.accept(this);
        }

        @Override
        public void audio(ByteBuf slice, long callTimeMs) {
            heard.writeBytes(ByteBufUtil.getBytes(slice));
            time.sent(slice.readableBytes(), callTimeMs);
        }

        @Override
        public long backlogMs() {
            return backlogMs;
        }

        @Override
        public void finalizeNow() {
            finalizes++;
            finalizedAtMs.add(heardMs());
        }

        @Override
        public void finish() {
            heardBeforeFinish = finished ? heardBeforeFinish : heard.size();
            finished = true;
        }

        @Override
        public void cancel() {
            cancelled = true;
            listener.accept(new SpeechEvent.Closed(false, "cancelled"));
        }
    }
}
