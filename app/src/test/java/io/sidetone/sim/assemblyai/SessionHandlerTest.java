package io.sidetone.sim.assemblyai;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.sidetone.codec.MuLaw;
import io.sidetone.sim.deepgram.Fault;
import io.sidetone.sim.deepgram.Faults;
import io.sidetone.sim.deepgram.Moment;
import io.sidetone.sim.deepgram.Parameters;
import io.sidetone.sim.deepgram.Speech;
import io.sidetone.sim.deepgram.Track;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One session without a socket, in time that only the test moves. */
class SessionHandlerTest {
    private static final Track COUNT = Speech.track("count", "|500 One two three", 1);
    private static final byte[] AUDIO = MuLaw.fromLinear16(Speech.linear16(Speech.samples(COUNT)));
    private static final int TENTH = 800;

    private final EmbeddedChannel channel = new EmbeddedChannel();

    @BeforeEach
    void freezeTime() {
        channel.freezeTime();
    }

    @AfterEach
    void hangUp() {
        channel.finishAndReleaseAll();
    }

    @Test
    void beginMayBeLateAndAudioBeforeItIsHeldAgainstTheClient() {
        RecordedSession session = open("", new Fault.SlowHandshake(Duration.ofSeconds(2)));
        receive(audio(silence()));
        pass(1_999);
        assertThat(said()).isEmpty();
        pass(1);

        assertThat(said()).singleElement().asString().contains("Begin");
        assertThat(session.violations()).extracting(Violation::kind).containsExactly(Violation.Kind.BEFORE_BEGIN);
    }

    @Test
    void aSessionThatHearsNothingForAsLongAsItAskedIsClosed() {
        open("&inactivity_timeout=5");
        pass(4_900);
        receive(text("KeepAlive"));
        pass(4_900);
        receive(audio(silence()));
        pass(4_900);
        assertThat(said()).singleElement().asString().contains("Begin");
        pass(100);

        assertThat(said()).singleElement().asString().contains("\"error_code\":3008");
        assertThat(closeCode()).isEqualTo(3008);
    }

    @Test
    void withoutAnInactivityTimeoutNothingIsClosedBeforeTheSessionsLimit() {
        open("");
        pass(TimeUnit.HOURS.toMillis(3) - 1);
        assertThat(said()).hasSize(1);
        pass(1);

        assertThat(said()).singleElement().asString().contains("\"error_code\":3008");
    }

    @Test
    void realTimeIsFastEnoughAndMoreThanAnAllowanceTooFast() {
        RecordedSession session = open("");
        for (int tenth = 0; tenth < 100; tenth++) {
            receive(audio(silence()));
            pass(100);
        }
        for (int tenth = 0; tenth < 15; tenth++) {
            receive(audio(silence())); // a second and a half at once
        }
        assertThat(session.violations()).isEmpty();

        receive(audio(silence()));
        assertThat(session.violations()).extracting(Violation::kind).containsExactly(Violation.Kind.TOO_FAST);
    }

    @Test
    void aForcedEndMayStayWithoutAnAnswer() {
        RecordedSession session = open("", Fault.Quirk.NO_FINALIZE_ANSWER);
        speak();
        receive(text("ForceEndpoint"));

        assertThat(said()).noneMatch(message -> message.contains("\"end_of_turn\":true"));
        assertThat(session.heard("ForceEndpoint")).isEqualTo(1);
    }

    @Test
    void theAnswerToAForcedEndMayBeLate() {
        open("", new Fault.LateFinalizeAnswer(Duration.ofMillis(700)));
        speak();
        said();
        receive(text("ForceEndpoint"));
        pass(699);
        assertThat(said()).isEmpty();
        pass(1);

        assertThat(said()).singleElement().asString().contains("\"end_of_turn\":true");
    }

    @Test
    void aFrozenSessionHearsAndSaysNothingNotEvenPong() {
        RecordedSession session = open("", new Fault.Freeze(Moment.afterAudio(Duration.ofMillis(100))));
        said();
        receive(new PingWebSocketFrame());
        assertThat(channel.<Object>readOutbound()).isInstanceOf(PongWebSocketFrame.class);
        speak();
        receive(new PingWebSocketFrame());
        receive(text("Terminate"));

        assertThat(channel.<Object>readOutbound()).isNull();
        assertThat(session.audioBytes()).isEqualTo(AUDIO.length - AUDIO.length % TENTH);
    }

    @Test
    void jitterMovesTimesAndNothingElse() {
        open("", new Fault.JitteredTimes(Duration.ofMillis(80)));
        speak();
        receive(text("Terminate"));
        String end = said().stream()
                .filter(message -> message.contains("\"end_of_turn\":true"))
                .findFirst()
                .orElseThrow();

        assertThat(end).contains("\"transcript\":\"one two three\"").doesNotContain("\"start\":500,\"end\":800");
    }

    @Test
    void whatComesAfterTerminateIsHeldAgainstTheClient() {
        RecordedSession session = open("", new Fault.SlowDrain(Duration.ofSeconds(1)));
        receive(text("Terminate"));
        receive(audio(silence()));
        receive(text("KeepAlive"));

        assertThat(session.violations())
                .extracting(Violation::kind)
                .containsExactly(Violation.Kind.AFTER_TERMINATE, Violation.Kind.AFTER_TERMINATE);
        assertThat(said()).hasSize(1);
        pass(1_000);
        assertThat(said()).singleElement().asString().contains("Termination");
        assertThat(closeCode()).isEqualTo(1000);
    }

    private RecordedSession open(String more, Fault... faults) {
        AssemblyAiOptions options = AssemblyAiOptions.of(Speech.library(COUNT), InstantSource.fixed(Instant.EPOCH))
                .withFaults(Faults.of(faults));
        Sessions sessions = new Sessions(options);
        var query = new QueryStringDecoder("/v3/ws?" + TestClient.QUERY.replace("&format_turns=true", "") + more);
        var request = sessions.number(new Parameters(query.parameters()));
        RecordedSession session = new RecordedSession(request, "id-1", 1 << 20);
        SessionHandler handler = new SessionHandler(channel, sessions, session, sessions.faultsFor(request));
        channel.pipeline().addLast(handler);
        handler.opened(true);
        return session;
    }

    /** The whole recording, in whole tenths of a second, as fast as one speaks. */
    private void speak() {
        for (int at = 0; at + TENTH <= AUDIO.length; at += TENTH) {
            receive(audio(Arrays.copyOfRange(AUDIO, at, at + TENTH)));
            pass(100);
        }
    }

    private static byte[] silence() {
        byte[] silence = new byte[TENTH];
        Arrays.fill(silence, (byte) 0xFF); // zeros are as loud as mu-law can be
        return silence;
    }

    private static WebSocketFrame audio(byte[] bytes) {
        return new BinaryWebSocketFrame(Unpooled.copiedBuffer(bytes));
    }

    private static WebSocketFrame text(String type) {
        return new TextWebSocketFrame("{\"type\":\"" + type + "\"}");
    }

    private void receive(WebSocketFrame frame) {
        channel.writeInbound(frame);
    }

    private void pass(long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    /** Text said since this was last asked, up to the next frame that is not text. */
    private List<String> said() {
        List<String> said = new ArrayList<>();
        while (channel.outboundMessages().peek() instanceof TextWebSocketFrame frame) {
            channel.outboundMessages().remove();
            said.add(frame.text());
            frame.release();
        }
        return said;
    }

    private int closeCode() {
        CloseWebSocketFrame frame = channel.readOutbound();
        assertThat(frame).as("the session was not closed").isNotNull();
        int code = frame.statusCode();
        frame.release();
        return code;
    }
}
