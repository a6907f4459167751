package io.sidetone.sim.deepgram;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * One stream's way from bytes to answers. Audio is worked on in steps of 10 ms, so the answers do not
 * depend on how it was cut into frames.
 */
final class Transcription {
    private final ListenRequest request;
    private final int step; // samples of each channel
    private final byte[] partial; // bytes of the step under way
    private final short[] samples;
    private final List<Channel> channels = new ArrayList<>();
    private int filled;

    private record Channel(int number, Recognizer recognizer, Speaker speaker, LevelWatch level) {}

    Transcription(ListenRequest request, WindowIndex index, SegmentRules rules, Consumer<ServerMessage> out) {
        this.request = request;
        this.step = request.sampleRate() / 100;
        this.partial = new byte[step * request.bytesPerFrame()];
        this.samples = new short[step];
        for (int number = 0; number < request.heardChannels(); number++) {
            channels.add(channel(number, index, rules, out));
        }
    }

    /**
     * Takes bytes up to the end of the current step.
     *
     * @return how many were taken; at least one if there are any
     */
    int hear(byte[] audio, int from, int count) {
        int taken = Math.min(count, partial.length - filled);
        System.arraycopy(audio, from, partial, filled, taken);
        filled += taken;
        if (filled == partial.length) {
            filled = 0;
            channels.forEach(channel -> advance(channel, step));
        }
        return taken;
    }

    /**
     * The client wants what there is.
     *
     * @param only this channel; empty: all
     */
    void finalizeNow(OptionalInt only) {
        for (Channel channel : channels) {
            if (only.isEmpty() || only.getAsInt() == channel.number()) {
                segmenter(channel).ifPresent(Segmenter::finalizeNow);
            }
        }
    }

    /** Hears the incomplete step too, then settles everything. */
    void finish() {
        int rest = filled / request.bytesPerFrame();
        filled = 0;
        for (Channel channel : channels) {
            advance(channel, rest);
            channel.recognizer().finish();
            channel.speaker().finish();
        }
    }

    boolean inMiddleOfWord() {
        return channels.get(0).recognizer().inMiddleOfWord();
    }

    boolean betweenUtterances() {
        return channels.get(0).speaker().betweenUtterances();
    }

    /** From now on. */
    void rules(SegmentRules rules) {
        channels.forEach(channel -> segmenter(channel).ifPresent(segmenter -> segmenter.rules(rules)));
    }

    /** Those of a stream that is told in turns. */
    TurnRules turnRules() {
        return ((Turns) channels.get(0).speaker()).rules();
    }

    /** From now on, for a stream that is told in turns. */
    void turnRules(TurnRules rules) {
        ((Turns) channels.get(0).speaker()).rules(rules);
    }

    private static Optional<Segmenter> segmenter(Channel channel) {
        return channel.speaker() instanceof Segmenter segmenter ? Optional.of(segmenter) : Optional.empty();
    }

    private Channel channel(int number, WindowIndex index, SegmentRules rules, Consumer<ServerMessage> out) {
        List<HeardWord> heard = new ArrayList<>();
        Recognizer recognizer = new Recognizer(index, request.sampleRate(), heard::add);
        Speaker speaker = request.inTurns()
                ? new Turns(TurnRules.of(request.parameters(), request.sampleRate()), recognizer, heard, out)
                : new Segmenter(number, rules, recognizer, heard, out);
        LevelWatch level = new LevelWatch(request.sampleRate(), at -> {
            if (request.vadEvents()) {
                out.accept(new ServerMessage.SpeechStarted(number, at));
            }
        });
        return new Channel(number, recognizer, speaker, level);
    }

    private void advance(Channel channel, int count) {
        int bytes = request.encoding().bytesPerSample();
        for (int i = 0; i < count; i++) {
            samples[i] = request.encoding().decode(partial, i * request.bytesPerFrame() + channel.number() * bytes);
        }
        channel.level().hear(samples, 0, count);
        channel.recognizer().hear(samples, 0, count);
        channel.speaker().advance();
    }
}
