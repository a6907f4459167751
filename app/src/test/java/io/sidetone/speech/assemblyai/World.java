package io.sidetone.speech.assemblyai;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.resolver.DefaultAddressResolverGroup;
import io.sidetone.speech.AudioFormat;
import io.sidetone.speech.Failure;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.SpeechLeg;
import io.sidetone.speech.SpeechOptions;
import io.sidetone.speech.SpeechSession;
import io.sidetone.speech.TestLoop;
import io.sidetone.speech.Ticks;
import io.sidetone.speech.Transport;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLException;

/** One leg, one session, a scripted AssemblyAI on a loopback socket, and a clock that the test moves. */
final class World implements AutoCloseable {
    final TestLoop time = new TestLoop();
    final ScriptedAssemblyAi assemblyAi = new ScriptedAssemblyAi();
    final List<SpeechEvent> events = new ArrayList<>();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    AudioFormat format = AudioFormat.MULAW_8K;
    AssemblyAiSettings.Listening listening = AssemblyAiSettings.Listening.DEFAULTS;

    private long spokenMs; // call time of the next audio

    SpeechSession open() {
        return open(URI.create("ws://127.0.0.1:" + assemblyAi.port()));
    }

    SpeechSession open(URI url) {
        AssemblyAiSettings settings =
                new AssemblyAiSettings(url, () -> "key-of-tests", listening, AssemblyAiSettings.Timing.DEFAULTS);
        SpeechLeg leg = new SpeechLeg("s_call", "inbound", "technician", SpeechOptions.DEFAULTS, time.loop());
        return new AssemblyAiSpeechToText(settings, transport(), new Ticks(), meters).open(leg, format, events::add);
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

    /** A session that is open and has sent {@code ms} of audio, whole chunks. */
    SpeechSession talking(int ms) {
        SpeechSession session = open();
        speak(session, ms);
        untilLive();
        time.until("the audio has arrived", () -> assemblyAi.audioBytes >= ms * 8);
        return session;
    }

    /** Speaks telephone frames of 20 ms, with the clock standing still. */
    void speak(SpeechSession session, int ms) {
        for (int done = 0; done < ms; done += 20) {
            say(session, noise(20 * format.bytesPerMs(), spokenMs), spokenMs);
            spokenMs += 20;
        }
    }

    /** Speaks telephone frames in the time they take. */
    void speakLive(SpeechSession session, int ms) {
        for (int done = 0; done < ms; done += 20) {
            speak(session, 20);
            time.advance(20);
        }
    }

    void hole(long ms) {
        spokenMs += ms;
    }

    static void say(SpeechSession session, byte[] audio, long callTimeMs) {
        ByteBuf slice = Unpooled.wrappedBuffer(audio);
        session.audio(slice, callTimeMs);
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
        time.until("the session is open", () -> !all(SpeechEvent.Opened.class).isEmpty());
    }

    void untilClosed() {
        time.until("the session is closed", () -> !all(SpeechEvent.Closed.class).isEmpty());
    }

    void untilFrames(int count) {
        time.until(count + " frames have arrived", () -> assemblyAi.frames.size() >= count);
    }

    /** Lets the answers to this many pings come in. */
    void pongs(int count) {
        time.until(count + " pings are answered", () -> assemblyAi.pings >= count);
        time.runNow();
    }

    /** What the vendor says, heard. */
    void hears(String json, Class<? extends SpeechEvent> sign) {
        int had = all(sign).size();
        assemblyAi.says(json);
        time.until("there is a " + sign.getSimpleName(), () -> all(sign).size() > had);
    }

    <E extends SpeechEvent> List<E> all(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <E extends SpeechEvent> E only(Class<E> type) {
        List<E> all = all(type);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    SpeechEvent.Closed closed() {
        return only(SpeechEvent.Closed.class);
    }

    Failure failure() {
        Failure failure = closed().failure();
        if (failure == null) {
            throw new AssertionError("closed without a failure: " + closed());
        }
        return failure;
    }

    @Override
    public void close() {
        time.close();
        assemblyAi.close();
    }
}
