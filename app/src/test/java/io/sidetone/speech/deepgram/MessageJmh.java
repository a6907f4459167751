package io.sidetone.speech.deepgram;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sidetone.speech.CallTimeMap;
import io.sidetone.speech.SpeechEvent;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One interim of that many words, by the pass and by way of the tree, and what the dialect makes of it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MessageJmh {
    @Param({"0", "5", "15"})
    public int words;

    private final DeepgramMessageDecoder decoder = new DeepgramMessageDecoder();
    private final Interpreter interpreter = new Interpreter(time(), "nova-3", "en");
    private byte[] text = new byte[0];
    private ByteBuf frame = Unpooled.EMPTY_BUFFER;
    private DeepgramMessage message = new DeepgramMessage.Connected();

    private static CallTimeMap time() {
        CallTimeMap time = new CallTimeMap(8_000);
        time.sent(800_000, 1_000);
        return time;
    }

    @Setup
    public void write() {
        text = VendorTexts.interim(words).getBytes(StandardCharsets.UTF_8);
        frame = Unpooled.directBuffer().writeBytes(text);
        message = decoder.decode(frame);
    }

    @Benchmark
    public Object pass() {
        return decoder.decode(frame);
    }

    @Benchmark
    public Object tree() {
        return MessageTree.read(text, text.length);
    }

    @Benchmark
    public @Nullable SpeechEvent event() {
        return interpreter.event(message);
    }
}
