package io.sidetone.sim.deepgram;

import static io.sidetone.sim.deepgram.Speech.joined;
import static io.sidetone.sim.deepgram.Speech.linear16;
import static io.sidetone.sim.deepgram.Speech.ms;
import static io.sidetone.sim.deepgram.Speech.noise;
import static io.sidetone.sim.deepgram.Speech.samples;
import static io.sidetone.sim.deepgram.Speech.silence;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** When the vendor speaks, told by the audio alone: no socket, no time but the stream's. */
class TranscriptionTest {
    /** Words at 0.5, 0.9, 1.3, 1.7 s; a pause from 2.0 to 3.0; then at 3.0 and 3.4 s. */
    private static final Track COUNT = Speech.track("count", "|500 One two three four. |900 Five six.", 1);
    /** Twenty words without a pause of 300 ms: eight seconds. */
    private static final Track LONG = Speech.track("long", "a b c d e f g h i j k l m n o p q r s t.", 2);

    private static final WindowIndex INDEX = new WindowIndex(List.of(COUNT, LONG));

    private final List<ServerMessage> said = new ArrayList<>();

    @Test
    void settlesAtAPauseAsLongAsEndpointingAndNotBefore() {
        Transcription stream = stream("&endpointing=300");

        hear(stream, samples(COUNT, 0, ms(2_290)));
        assertThat(finals()).isEmpty();

        hear(stream, samples(COUNT, ms(2_290), ms(2_300)));
        assertThat(finals()).singleElement().satisfies(last -> {
            assertThat(last.speechFinal()).isTrue();
            assertThat(texts(last)).containsExactly("One", "two", "three", "four.");
            assertThat(last.start()).isZero();
            assertThat(last.end()).isEqualTo(ms(2_300));
        });
    }

    @Test
    void guessesGrowAndHoldOnlyWordsThatAreOver() {
        Transcription stream = stream("&endpointing=300&interim_results=true");

        hear(stream, samples(COUNT, 0, ms(2_300)));

        assertThat(interims())
                .hasSizeGreaterThanOrEqualTo(3)
                .isSortedAccordingTo(
                        (a, b) -> Integer.compare(a.words().size(), b.words().size()));
        assertThat(interims()).allSatisfy(guess -> {
            assertThat(guess.start()).isZero();
            assertThat(guess.words()).allSatisfy(word -> assertThat(word.end()).isLessThanOrEqualTo(guess.end()));
        });
    }

    @Test
    void doesNotGuessUnlessAsked() {
        hear(stream("&endpointing=300"), samples(COUNT));

        assertThat(interims()).isEmpty();
    }

    @Test
    void cutsLongSpeechWhereAWordEnds() {
        hear(stream("&endpointing=300"), samples(LONG));

        ServerMessage.Results first = finals().get(0);
        assertThat(first.speechFinal()).isFalse();
        assertThat(first.words()).hasSize(13); // the thirteenth word ends at 5.1 s
        assertThat(first.end()).isEqualTo(ms(5_100));
    }

    @Test
    void saysEmptyFinalsInSilence() {
        hear(stream("&endpointing=300"), silence(9_000));

        assertThat(finals()).hasSize(2).allSatisfy(last -> {
            assertThat(last.words()).isEmpty();
            assertThat(last.speechFinal()).isFalse();
        });
        assertThat(finals().get(1).start()).isEqualTo(finals().get(0).end());
    }

    @Test
    void saysUtteranceEndAfterTheGapAndOnce() {
        Transcription stream = stream("&endpointing=300&interim_results=true&utterance_end_ms=1000");

        hear(stream, joined(samples(COUNT, 0, ms(2_000)), silence(990)));
        assertThat(utteranceEnds()).isEmpty();

        hear(stream, silence(5_000));
        assertThat(utteranceEnds())
                .singleElement()
                .satisfies(end -> assertThat(end.lastWord().end()).isEqualTo(ms(2_000)));
    }

    @Test
    void utteranceEndSettlesWhatEndpointingDidNot() {
        Transcription stream = stream("&endpointing=false&interim_results=true&utterance_end_ms=1000");

        hear(stream, joined(samples(COUNT, 0, ms(2_000)), silence(1_000)));

        assertThat(finals()).singleElement().satisfies(last -> assertThat(last.speechFinal())
                .isFalse());
        assertThat(utteranceEnds()).hasSize(1);
    }

    @Test
    void noiseKeepsEndpointingFromFiringButNotUtteranceEnd() {
        Transcription stream = stream("&endpointing=300&interim_results=true&utterance_end_ms=1000");

        hear(stream, joined(samples(COUNT, 0, ms(2_000)), noise(1_200, 3)));

        assertThat(finals()).noneMatch(ServerMessage.Results::speechFinal);
        assertThat(utteranceEnds()).hasSize(1);
    }

    @Test
    void finalizeSettlesWhatIsThereWithoutEndingTheUtterance() {
        Transcription stream = stream("&endpointing=300");
        hear(stream, samples(COUNT, 0, ms(1_250)));

        stream.finalizeNow(OptionalInt.empty());

        assertThat(finals()).singleElement().satisfies(last -> {
            assertThat(last.fromFinalize()).isTrue();
            assertThat(last.speechFinal()).isFalse();
            assertThat(texts(last)).containsExactly("One", "two");
        });
    }

    @Test
    void finalizeInsideAWordLeavesTheWordToTheNextFinal() {
        Transcription stream = stream("&endpointing=300");
        hear(stream, samples(COUNT, 0, ms(1_000)));

        stream.finalizeNow(OptionalInt.empty());
        assertThat(finals().get(0).end()).isEqualTo(ms(900));

        hear(stream, samples(COUNT, ms(1_000), ms(2_300)));
        assertThat(texts(finals().get(1))).containsExactly("two", "three", "four.");
    }

    @Test
    void finalizeIsSilentIfNothingCameSinceTheLastFinal() {
        Transcription stream = stream("&endpointing=300");
        hear(stream, samples(COUNT, 0, ms(1_250)));

        stream.finalizeNow(OptionalInt.empty());
        stream.finalizeNow(OptionalInt.empty());

        assertThat(finals()).hasSize(1);
    }

    @Test
    void thePauseAfterAFinalizeEndsTheUtteranceInAnEmptyFinal() {
        Transcription stream = stream("&endpointing=300");
        hear(stream, samples(COUNT, 0, ms(2_100)));
        stream.finalizeNow(OptionalInt.empty());

        hear(stream, samples(COUNT, ms(2_100), ms(2_400)));

        assertThat(finals()).hasSize(2);
        assertThat(finals().get(1).words()).isEmpty();
        assertThat(finals().get(1).speechFinal()).isTrue();
    }

    @Test
    void finishingSettlesTheRestAndTheOddSamplesToo() {
        Transcription stream = stream("&endpointing=300");
        hear(stream, samples(COUNT, 0, ms(1_195) + 7));

        stream.finish();

        assertThat(texts(finals().get(0))).containsExactly("One", "two");
        assertThat(finals().get(0).end()).isEqualTo(ms(1_195) + 7);
    }

    @Test
    void finalsCoverTheStreamWithoutGapsOrOverlaps() {
        Transcription stream = stream("&endpointing=300&interim_results=true&utterance_end_ms=1000");
        hear(stream, joined(samples(COUNT), silence(6_000), samples(LONG), noise(7_000, 4)));
        stream.finish();

        long at = 0;
        for (ServerMessage.Results last : finals()) {
            assertThat(last.start()).isEqualTo(at);
            at = last.end();
        }
        assertThat(at).isEqualTo(ms(3_800 + 6_000 + 8_000 + 7_000));
    }

    @Test
    void tellsWhereSoundBegins() {
        hear(
                stream("&endpointing=300&vad_events=true"),
                joined(silence(123), noise(400, 8), silence(600), noise(9, 8)));

        assertThat(said)
                .filteredOn(ServerMessage.SpeechStarted.class::isInstance)
                .containsExactly(
                        new ServerMessage.SpeechStarted(0, ms(123)), new ServerMessage.SpeechStarted(0, ms(1_123)));
    }

    @Test
    void eachChannelIsHeardOnItsOwn() {
        Parameters parameters = parameters("&endpointing=300&channels=2&multichannel=true");
        short[] left = samples(COUNT, 0, ms(2_400));
        short[] both = new short[left.length * 2];
        for (int i = 0; i < left.length; i++) {
            both[2 * i] = left[i];
            both[2 * i + 1] = i < LONG.length() ? LONG.sample(i) : 0;
        }

        Transcription stream = stream(parameters, List.of());
        hear(stream, both);
        stream.finish();

        assertThat(finals()).filteredOn(last -> last.channel() == 0).first().satisfies(last -> assertThat(texts(last))
                .startsWith("One"));
        assertThat(finals()).filteredOn(last -> last.channel() == 1).first().satisfies(last -> assertThat(texts(last))
                .startsWith("a", "b"));
    }

    @Test
    void neverSpeechFinalSettlesButDoesNotMark() {
        hear(stream(Fault.Quirk.NEVER_SPEECH_FINAL), joined(samples(COUNT), silence(400)));

        assertThat(finals()).hasSize(2).noneMatch(ServerMessage.Results::speechFinal);
    }

    @Test
    void interimsOnlySettlesNothing() {
        Transcription stream = stream(Fault.Quirk.INTERIMS_ONLY);
        hear(stream, joined(samples(COUNT), silence(5_000)));
        stream.finalizeNow(OptionalInt.empty());
        stream.finish();

        assertThat(finals()).isEmpty();
        assertThat(utteranceEnds()).isEmpty();
        assertThat(interims()).isNotEmpty();
    }

    @Test
    void aShortFinalLeavesAWordOfTheInterimToTheNext() {
        hear(stream(Fault.Quirk.SHORT_FINALS), samples(COUNT, 0, ms(2_400)));

        ServerMessage.Results guess = interims().get(interims().size() - 1);
        assertThat(texts(guess)).containsExactly("One", "two", "three", "four.");
        assertThat(texts(finals().get(0))).containsExactly("One", "two", "three");
        assertThat(finals().get(0).end()).isLessThan(guess.end());
        assertThat(texts(finals().get(1))).containsExactly("four.");
    }

    @Test
    void speechFinalMayComeOnAnEmptyFinal() {
        hear(stream(Fault.Quirk.SPEECH_FINAL_ON_EMPTY), samples(COUNT, 0, ms(2_400)));

        assertThat(finals()).hasSize(2);
        assertThat(finals().get(0).speechFinal()).isFalse();
        assertThat(finals().get(1).speechFinal()).isTrue();
        assertThat(finals().get(1).words()).isEmpty();
    }

    @Test
    void utteranceEndMayComeTwice() {
        hear(stream(Fault.Quirk.DUPLICATE_UTTERANCE_END), joined(samples(COUNT, 0, ms(2_000)), silence(2_000)));

        assertThat(utteranceEnds()).hasSize(2);
    }

    @Test
    void otherBordersAreOtherBordersOverTheSameWords() {
        hear(stream(), samples(LONG));
        List<List<String>> usual =
                finals().stream().map(TranscriptionTest::texts).toList();
        said.clear();

        hear(stream(Fault.Quirk.OTHER_BORDERS), samples(LONG));
        List<List<String>> other =
                finals().stream().map(TranscriptionTest::texts).toList();

        assertThat(other).isNotEqualTo(usual);
        assertThat(other.stream().flatMap(List::stream)).startsWith("a", "b", "c", "d", "e", "f");
    }

    private Transcription stream(Fault... faults) {
        return stream(parameters("&endpointing=300&interim_results=true&utterance_end_ms=1000"), List.of(faults));
    }

    private Transcription stream(String query) {
        return stream(parameters(query), List.of());
    }

    private Transcription stream(Parameters parameters, List<Fault> faults) {
        ListenRequest request = ListenRequest.of(parameters);
        return new Transcription(request, INDEX, new StreamFaults(faults, 1).segmentRules(request), said::add);
    }

    private static Parameters parameters(String more) {
        String query = "/v1/listen?model=nova-3&encoding=linear16&sample_rate=8000" + more;
        return new Parameters(new QueryStringDecoder(query).parameters());
    }

    private static void hear(Transcription stream, short[] samples) {
        byte[] audio = linear16(samples);
        int at = 0;
        while (at < audio.length) {
            at += stream.hear(audio, at, audio.length - at);
        }
    }

    private List<ServerMessage.Results> finals() {
        return results().filter(ServerMessage.Results::isFinal).toList();
    }

    private List<ServerMessage.Results> interims() {
        return results().filter(result -> !result.isFinal()).toList();
    }

    private List<ServerMessage.UtteranceEnd> utteranceEnds() {
        return said.stream()
                .filter(ServerMessage.UtteranceEnd.class::isInstance)
                .map(ServerMessage.UtteranceEnd.class::cast)
                .toList();
    }

    private Stream<ServerMessage.Results> results() {
        return said.stream().filter(ServerMessage.Results.class::isInstance).map(ServerMessage.Results.class::cast);
    }

    private static List<String> texts(ServerMessage.Results result) {
        return result.words().stream().map(HeardWord::punctuated).toList();
    }
}
