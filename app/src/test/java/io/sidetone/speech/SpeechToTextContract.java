package io.sidetone.speech;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every way to turn speech into text must do. Each vendor, and the fake, has a test class that extends this one. */
public abstract class SpeechToTextContract {

    /** One speech-to-text under test, and what is at the far end of it. */
    protected interface Vendor extends AutoCloseable {
        SpeechToText speechToText();

        /** How many connections (or what stands for them) have ever been opened. */
        int connections();

        /** All audio that has arrived, mu-law as spoken. */
        byte[] heard();

        /** Answers with a final for a stretch of the audio heard, counted in milliseconds of audio. */
        void settles(String text, long fromMs, long toMs);

        /** Confirms that everything was heard, after the session was finished. */
        void confirmsTheEnd();

        @Override
        void close();
    }

    protected final TestLoop time = new TestLoop();
    private final List<SpeechEvent> events = new ArrayList<>();
    private final ByteArrayOutputStream spoken = new ByteArrayOutputStream();
    private Vendor vendor = new Nobody();

    /** Makes the vendor under test; its sessions live on {@code time.loop()}. */
    protected abstract Vendor vendor();

    @BeforeEach
    void begin() {
        vendor = vendor();
    }

    @AfterEach
    void end() {
        time.close();
        vendor.close();
    }

    @Test
    void nothingIsOpenedBeforeTheFirstAudio() {
        SpeechSession session = open();
        hear(session, 0, 0);
        session.finalizeNow();
        time.advance(1_000);
        assertThat(vendor.connections()).isZero();

        hear(session, 160, 0);
        time.until("the vendor is called", () -> vendor.connections() == 1);
    }

    @Test
    void allAudioArrivesInTheOrderSpoken() {
        SpeechSession session = open();
        long atMs = 0;
        for (int i = 0; i < 50; i++) {
            int bytes = 8 * (1 + i % 40); // slices of 1 to 40 ms
            hear(session, bytes, atMs);
            atMs += bytes / 8;
        }
        session.finish();
        untilHeard();
        assertThat(vendor.heard()).isEqualTo(spoken.toByteArray());
    }

    @Test
    void finalsAreOnCallTimeThoughTheMediaHadAHole() {
        SpeechSession session = open();
        hear(session, 8 * 400, 10_000);
        hear(session, 8 * 400, 15_000);
        session.finish();
        untilHeard();

        vendor.settles("before it", 100, 300);
        vendor.settles("behind it", 500, 700);

        time.until("both finals are here", () -> all(SpeechEvent.Final.class).size() == 2);
        assertThat(all(SpeechEvent.Final.class))
                .extracting(SpeechEvent.Final::text, SpeechEvent.Final::startMs, SpeechEvent.Final::endMs)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("before it", 10_100L, 10_300L),
                        org.assertj.core.groups.Tuple.tuple("behind it", 15_100L, 15_300L));
    }

    @Test
    void aSessionWithoutAudioEndsCleanAtOnce() {
        SpeechSession session = open();
        session.finish();

        assertThat(closed().clean()).isTrue();
        assertThat(vendor.connections()).isZero();
    }

    @Test
    void theLastWordsComeAfterFinishAndBeforeClosed() {
        SpeechSession session = open();
        hear(session, 8 * 400, 0);
        session.finish();
        untilHeard();
        vendor.settles("goodbye", 100, 300);
        vendor.confirmsTheEnd();

        untilClosed();
        assertThat(all(SpeechEvent.Final.class))
                .extracting(SpeechEvent.Final::text)
                .containsExactly("goodbye");
        assertThat(closed().clean()).isTrue();
    }

    @Test
    void audioAfterFinishIsNotSent() {
        SpeechSession session = open();
        hear(session, 8 * 100, 0);
        session.finish();
        byte[] before = spoken.toByteArray();
        hear(session, 8 * 100, 100);
        vendorEnds();

        assertThat(vendor.heard()).isEqualTo(before);
    }

    @Test
    void closedComesOnceAndNothingAfterIt() {
        SpeechSession session = open();
        hear(session, 8 * 100, 0);
        session.finish();
        vendorEnds();

        session.finish();
        session.finalizeNow();
        hear(session, 160, 100);
        session.cancel();
        time.advance(20_000);
        closed();
    }

    @Test
    void cancelEndsAtOnce() {
        SpeechSession session = open();
        hear(session, 8 * 100, 0);
        session.cancel();

        assertThat(closed().clean()).isFalse();
        session.cancel();
        time.advance(20_000);
        closed();
    }

    @Test
    void aListenerMayCancelWhenItHearsAWord() {
        List<SpeechSession> own = new ArrayList<>();
        SpeechSession session = open(event -> {
            events.add(event);
            if (event instanceof SpeechEvent.Final) {
                own.get(0).cancel();
            }
        });
        own.add(session);
        hear(session, 8 * 400, 0);
        session.finish();
        untilHeard();
        vendor.settles("stop", 100, 300);

        untilClosed();
        assertThat(closed().clean()).isFalse();
    }

    private SpeechSession open() {
        return open(events::add);
    }

    private SpeechSession open(Consumer<SpeechEvent> listener) {
        SpeechLeg leg = new SpeechLeg("s_contract", "inbound", "caller", SpeechOptions.DEFAULTS, time.loop());
        return vendor.speechToText().open(leg, AudioFormat.MULAW_8K, event -> {
            assertThat(leg.loop().inEventLoop()).as("told on the leg's loop").isTrue();
            listener.accept(event);
        });
    }

    private void hear(SpeechSession session, int bytes, long atMs) {
        byte[] audio = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            audio[i] = (byte) (spoken.size() * 31 + i * 7); // differs from place to place
        }
        spoken.writeBytes(audio);
        ByteBuf slice = Unpooled.wrappedBuffer(audio);
        session.audio(slice, atMs);
        assertThat(slice.readableBytes()).as("left as it was").isEqualTo(bytes);
        assertThat(slice.refCnt()).as("not kept").isEqualTo(1);
        slice.release();
    }

    private void untilHeard() {
        time.until("all audio has arrived", () -> vendor.heard().length >= spoken.size());
    }

    private void vendorEnds() {
        time.until("the audio has arrived", () -> vendor.heard().length >= 8 * 100);
        vendor.confirmsTheEnd();
        untilClosed();
    }

    private void untilClosed() {
        time.until("the session is closed", () -> !all(SpeechEvent.Closed.class).isEmpty());
    }

    private SpeechEvent.Closed closed() {
        assertThat(all(SpeechEvent.Closed.class)).hasSize(1);
        assertThat(events.get(events.size() - 1)).isInstanceOf(SpeechEvent.Closed.class);
        return all(SpeechEvent.Closed.class).get(0);
    }

    private <E extends SpeechEvent> List<E> all(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Stands in until a test begins. */
    private static final class Nobody implements Vendor {
        @Override
        public SpeechToText speechToText() {
            throw new IllegalStateException("the test has not begun");
        }

        @Override
        public int connections() {
            return 0;
        }

        @Override
        public byte[] heard() {
            return new byte[0];
        }

        @Override
        public void settles(String text, long fromMs, long toMs) {}

        @Override
        public void confirmsTheEnd() {}

        @Override
        public void close() {}
    }
}
