package io.sidetone.speech.deepgram;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.sidetone.speech.AudioFormat;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.SpeechLeg;
import io.sidetone.speech.SpeechOptions;
import io.sidetone.speech.SpeechSession;
import io.sidetone.speech.Ticks;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many legs at once on loops with threads and clocks of their own, as in production. */
class ManyLegsTest {
    private static final int LEGS = 40;
    private static final byte[] HALF_A_SECOND = World.noise(4_000, 1);

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final ScriptedDeepgram deepgram = new ScriptedDeepgram();

    @AfterEach
    void end() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        deepgram.close();
    }

    @Test
    void everyLegIsHeardToItsEnd() {
        DeepgramSettings settings = new DeepgramSettings(
                URI.create("ws://127.0.0.1:" + deepgram.port()),
                null,
                new DeepgramSettings.Listening("nova-3", "en", DeepgramSettings.Encoding.LINEAR16, List.of(), Map.of()),
                DeepgramSettings.Timing.DEFAULTS);
        DeepgramSpeechToText speech =
                new DeepgramSpeechToText(settings, World.transport(), new Ticks(), new SimpleMeterRegistry());

        List<CompletableFuture<SpeechEvent.Closed>> ends = new ArrayList<>();
        for (int i = 0; i < LEGS; i++) {
            ends.add(speakOn(loops.next(), speech, "s_" + i));
        }

        for (CompletableFuture<SpeechEvent.Closed> end : ends) {
            assertThat(end.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo(new SpeechEvent.Closed(true, "finished"));
        }
        assertThat(deepgram.audioBytes).isEqualTo(LEGS * 2 * HALF_A_SECOND.length);
        assertThat(deepgram.connections).isEqualTo(LEGS);
    }

    private static CompletableFuture<SpeechEvent.Closed> speakOn(
            EventLoop loop, DeepgramSpeechToText speech, String callId) {
        CompletableFuture<SpeechEvent.Closed> end = new CompletableFuture<>();
        loop.execute(() -> {
            SpeechLeg leg = new SpeechLeg(callId, "inbound", "caller", SpeechOptions.DEFAULTS, loop);
            SpeechSession session = speech.open(leg, AudioFormat.MULAW_8K, event -> {
                if (event instanceof SpeechEvent.Closed closed) {
                    end.complete(closed);
                }
            });
            ByteBuf audio = Unpooled.wrappedBuffer(HALF_A_SECOND);
            session.audio(audio, 0);
            audio.release();
            session.finish();
        });
        return end;
    }
}
