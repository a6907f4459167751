package io.sidetone.twilio;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.util.ResourceLeakDetector;
import io.sidetone.server.Sidetone;
import io.sidetone.settings.Settings;
import io.sidetone.settings.Sources;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a whole server allocates for each frame on its way from the phone to the vendor, counted on its event loop over
 * real sockets. The vendor is silent: results are made of objects, and are for others to count.
 */
class FrameAllocationTest {
    private static final int STREAMS = 60;
    private static final int FRAME_MS = 20;
    /** Until a second of audio is kept for each, its blocks go round, and the path is compiled. */
    private static final int WARM_FRAMES = 400;

    private static final int COUNTED_FRAMES = 100;
    private static final double MOST_BYTES = 64;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final byte[] audio = new byte[160];
    private final List<RawSocket> phones = new ArrayList<>();
    private final ResourceLeakDetector.Level usual = ResourceLeakDetector.getLevel();
    private int sent;

    /** It takes down who touched a buffer, which is not a frame's garbage. */
    @BeforeEach
    void withoutLeakDetector() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }

    @AfterEach
    void withLeakDetector() {
        ResourceLeakDetector.setLevel(usual);
    }

    @Test
    void aFrameLeavesNoGarbage(@TempDir Path data) throws IOException {
        new Random(1).nextBytes(audio);
        try (DeafVendor vendor = new DeafVendor();
                Sidetone server = Sidetone.start(settings(data, vendor))) {
            for (int i = 0; i < STREAMS; i++) {
                phones.add(call(server.port(), "CA" + (1_000 + i)));
            }
            speak(WARM_FRAMES);
            long before = allocated();
            long heardBefore = vendor.bytes.get();
            speak(COUNTED_FRAMES);
            double perFrame = (double) (allocated() - before) / (COUNTED_FRAMES * STREAMS);

            System.out.printf("%.1f bytes allocated per frame%n", perFrame);
            assertThat(vendor.bytes.get() - heardBefore)
                    .as("the frames got through")
                    .isGreaterThan(COUNTED_FRAMES * STREAMS * 320L * 9 / 10);
            assertThat(perFrame).isLessThanOrEqualTo(MOST_BYTES);
            for (RawSocket phone : phones) {
                sayGoodbye(phone);
            }
        }
    }

    /** In real time, or the vendor would seem slow. */
    private void speak(int frames) throws IOException {
        long begin = System.nanoTime();
        for (int i = 0; i < frames; i++) {
            String media = Phone.media((long) sent++ * FRAME_MS, audio);
            for (RawSocket phone : phones) {
                phone.text(media);
            }
            long left = begin + TimeUnit.MILLISECONDS.toNanos((i + 1L) * FRAME_MS) - System.nanoTime();
            LockSupport.parkNanos(left);
        }
    }

    /** In the middle of frames that are read together: what is shorter than a frame must not wait for more. */
    private static void sayGoodbye(RawSocket phone) throws IOException {
        try (phone) {
            phone.text("{\"event\":\"stop\",\"sequenceNumber\":\"9999\",\"streamSid\":\"MZ1\",\"stop\":{}}");
            phone.frame(RawSocket.CLOSE, new byte[] {3, (byte) 0xE8});
            RawSocket.Frame answer = phone.read();
            assertThat(answer.opcode()).isEqualTo(RawSocket.CLOSE);
            assertThat(answer.reason()).as("the answer to our own goodbye").isEmpty();
        }
    }

    private long allocated() {
        long[] loops = Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith("sidetone-loop"))
                .mapToLong(ThreadInfo::getThreadId)
                .toArray();
        assertThat(loops).hasSize(1);
        return threads.getThreadAllocatedBytes(loops[0]);
    }

    private static RawSocket call(int port, String callSid) throws IOException {
        RawSocket phone = new RawSocket(port);
        assertThat(phone.upgrade(MediaDoor.PATH)).startsWith("HTTP/1.1 101");
        phone.text(Phone.start("AC00000000000000000000000000000001", callSid, "audio/x-mulaw", 8_000));
        return phone;
    }

    private static Settings settings(Path data, DeafVendor vendor) {
        return Settings.read(new Sources(
                Map.ofEntries(
                        entry("http.host", "127.0.0.1"),
                        entry("http.port", "0"),
                        entry("management.port", "0"),
                        entry("deepgram.url", "ws://127.0.0.1:" + vendor.port()),
                        entry("deepgram.api-key", "test-key"),
                        entry("speech.buffer-seconds", "1"),
                        entry("speech.stuck-seconds", "60"),
                        entry("speech.finalize-on-silence", "false"),
                        entry("twilio.resume-seconds", "0"),
                        entry("limits.event-loops", "1"),
                        entry("data.dir", data.toString())),
                Map.of(),
                null));
    }
}
