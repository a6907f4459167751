package io.sidetone.twilio;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One {@code media} message of 20 ms, by the quick reader and by Jackson's. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MediaJmh {
    private final byte[] text = message();
    private final ByteBuf frame = Unpooled.wrappedBuffer(text);
    private final MediaMessage quick = new MediaMessage();
    private final TwilioMessageReader thorough = new TwilioMessageReader(null);

    private static byte[] message() {
        byte[] codes = new byte[160];
        new Random(1).nextBytes(codes);
        String json =
                "{\"event\":\"media\",\"sequenceNumber\":\"1234\",\"media\":{\"track\":\"inbound\",\"chunk\":\"617\","
                        + "\"timestamp\":\"12340\",\"payload\":\""
                        + Base64.getEncoder().encodeToString(codes)
                        + "\"},\"streamSid\":\"MZ00000000000000000000000000000001\"}";
        return json.getBytes(StandardCharsets.UTF_8);
    }

    @Benchmark
    public boolean quickReader() {
        return quick.read(text, text.length);
    }

    @Benchmark
    public Object jackson() throws BadTwilioMessage {
        return thorough.read(frame);
    }
}
