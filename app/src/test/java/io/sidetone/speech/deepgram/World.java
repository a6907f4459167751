package io.sidetone.speech.deepgram;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.resolver.DefaultAddressResolverGroup;
import io.sidetone.speech.AudioFormat;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.SpeechLeg;
import io.sidetone.speech.SpeechOptions;
import io.sidetone.speech.SpeechSession;
import io.sidetone.speech.TestLoop;
import io.sidetone.speech.Ticks;
import io.sidetone.speech.Transport;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.net.ssl.SSLException;

/** One leg, one session, a scripted Deepgram on a loopback socket, and a clock that the test moves. */
final class World implements AutoCloseable {
    final TestLoop time = new TestLoop();
    final ScriptedDeepgram deepgram = new ScriptedDeepgram();
    final List<SpeechEvent> events = new ArrayList<>();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    AudioFormat format = AudioFormat.MULAW_8K;
    SpeechOptions options = SpeechOptions.DEFAULTS;
    DeepgramSettings.Listening listening = new DeepgramSettings.Listening(
            "nova-3", "en", DeepgramSettings.Encoding.MULAW, List.of(), Map.of("interim_results", List.of("true")));
    DeepgramSettings.Timing timing = DeepgramSettings.Timing.DEFAULTS;

    private long spokenMs; // call time of the next audio

    SpeechSession open() {
        return open(new DeepgramSettings(
                URI.create("ws://127.0.0.1:" + deepgram.port()), () -> "key-of-tests", listening, timing));
    }

    SpeechSession open(DeepgramSettings settings) {
        return speechToText(settings).open(leg(), format, events::add);
    }

    SpeechLeg leg() {
        return new SpeechLeg("s_call", "inbound", "technician", options, time.loop());
    }

    DeepgramSpeechToText speechToText(DeepgramSettings settings) {
        return new DeepgramSpeechToText(settings, transport(), new Ticks(), meters);
    }

    static Transport transport() {
        try {
            return new Transport(
                    World::socket,
                    DefaultAddressResolverGroup.INSTANCE,
                    SslContextBuilder.forClient().build());
        } catch (SSLException e) {
            throw new AssertionError(e);
        }
    }

    /** With a small buffer of its own, so that a vendor that does not read is soon felt. */
    private static Channel socket() {
        NioSocketChannel channel = new NioSocketChannel();
        channel.config().setSendBufferSize(16 * 1024);
        return channel;
    }

    void unpaced() {
        timing = timing(timing.buffer(), 0);
    }

    static DeepgramSettings.Timing timing(Duration buffer, double catchUpRate) {
        DeepgramSettings.Timing defaults = DeepgramSettings.Timing.DEFAULTS;
        return new DeepgramSettings.Timing(
                defaults.chunk(),
                buffer,
                defaults.connectTimeout(),
                defaults.closeDeadline(),
                defaults.keepAlive(),
                defaults.stuck(),
                catchUpRate);
    }

    /** A session that is open and has sent {@code ms} of audio. */
    SpeechSession talking(int ms) {
        SpeechSession session = open();
        speak(session, ms);
        untilLive();
        time.until("the audio has arrived", () -> deepgram.audioBytes >= ms * 8 / 480 * 480);
        return session;
    }

    /** Speaks telephone frames of 20 ms, with the clock standing still. */
    void speak(SpeechSession session, int ms) {
        for (int done = 0; done < ms; done += 20) {
            say(session, noise(160, spokenMs), spokenMs);
            spokenMs += 20;
        }
    }

    void silence(long ms) {
        spokenMs += ms;
    }

    static void say(SpeechSession session, byte[] audio, long callTimeMs) {
        ByteBuf slice = Unpooled.wrappedBuffer(audio);
        session.audio(slice, callTimeMs);
        assertThat(slice.readableBytes()).as("left as it was").isEqualTo(audio.length);
        assertThat(slice.refCnt()).as("not kept").isEqualTo(1);
        slice.release();
    }

    /** Bytes that differ from place to place and from one call to the next, and repeat in every run. */
    static byte[] noise(int bytes, long seed) {
        byte[] noise = new byte[bytes];
        new Random(seed).nextBytes(noise);
        return noise;
    }

    void untilLive() {
        time.until("the stream is open", () -> !all(SpeechEvent.Opened.class).isEmpty());
    }

    void untilClosed() {
        time.until("the session is closed", () -> !all(SpeechEvent.Closed.class).isEmpty());
    }

    void untilFrames(int count) {
        time.until(count + " frames have arrived", () -> deepgram.frames.size() >= count);
    }

    <E extends SpeechEvent> List<E> all(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <E extends SpeechEvent> E only(Class<E> type) {
        List<E> all = all(type);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    /** Waits for the next event of a type and returns it. */
    <E extends SpeechEvent> E next(Class<E> type) {
        int had = all(type).size();
        time.until("there is a " + type.getSimpleName(), () -> all(type).size() > had);
        return all(type).get(had);
    }

    SpeechEvent.Closed closed() {
        return only(SpeechEvent.Closed.class);
    }

    double count(String meter) {
        return meters.get(meter).counter().count();
    }

    @Override
    public void close() {
        time.close();
        deepgram.close();
    }
}
