package io.sidetone.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.sidetone.engine.CallEvent;
import io.sidetone.engine.Commands;
import io.sidetone.speech.Ticks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A call whose streams live on two real loops; assertions catch whoever touches what is not theirs. */
class TwoLoopsTest {
    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final EventLoop one = loops.next();
    private final EventLoop other = loops.next();
    private final FakeEngine engine = new FakeEngine();
    private final ScriptedSpeech speech = new ScriptedSpeech();
    private final List<EndReason> socketsClosed = new CopyOnWriteArrayList<>();
    private final Calls calls = new Calls(
            speech,
            engine,
            CallWorld.rules(8, 1_000, Duration.ofSeconds(10)),
            new Ticks(),
            InstantSource.fixed(CallWorld.NOW),
            "node-1",
            new SimpleMeterRegistry());

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void twoSpeakersOnTwoLoopsMakeOneCallWithoutHoles() throws Exception {
        CallStream first = open(one, "s_two", "CA1", "MZ1");
        CallStream second = open(other, "s_two", "CA2", "MZ2");
        ScriptedSpeech.Session caller = speech.sessions.get(0);
        ScriptedSpeech.Session agent = speech.sessions.get(1);
        for (int i = 0; i < 500; i++) {
            int n = i;
            one.execute(() -> caller.say(ScriptedSpeech.words("a" + n, n * 100L, n * 100L + 90, true)));
            other.execute(() -> agent.say(ScriptedSpeech.words("b" + n, n * 100L, n * 100L + 90, true)));
        }
        on(other, () -> {
            second.stopped();
            return true;
        });
        on(one, () -> {
            first.stopped();
            return true;
        });
        on(one, () -> true); // what the other loop told is done by then

        assertThat(engine.events)
                .extracting(CallEvent::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, engine.events.size()).boxed().toList());
        assertThat(engine.data("transcript.final")).hasSize(1_000);
        for (String leg : List.of("l1", "l2")) {
            assertThat(engine.events)
                    .filteredOn(it -> leg.equals(it.legId()) && it.n() > 0)
                    .extracting(CallEvent::n)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 500).boxed().toList());
        }
        assertThat(engine.types("s_two")).endsWith("call.ended");
    }

    @Test
    void aStreamOnAnotherLoopTakesALegOver() throws Exception {
        open(one, "s_take", "CA1", "MZ1");
        CallStream newer = open(other, "s_take", "CA1", "MZ2");
        on(one, () -> true);
        on(one, () -> true);
        assertThat(socketsClosed).containsExactly(EndReason.REPLACED);

        on(other, () -> {
            newer.audio(Track.INBOUND, 0, Unpooled.wrappedBuffer(new byte[160]));
            newer.stopped();
            return true;
        });
        on(one, () -> true);
        assertThat(speech.sessions.get(1).slices).hasSize(1);
        assertThat(engine.data("leg.started"))
                .extracting(it -> it.path("legId").asText())
                .containsExactly("l1", "l1");
        assertThat(engine.data("call.ended")).hasSize(1);
        assertThat(engine.data("call.ended").get(0).path("endReason").asText()).isEqualTo("completed");
    }

    /** The leg stays on its loop, and hears the stream that came back on the other one. */
    @Test
    void aLostStreamComesBackOnAnotherLoop() throws Exception {
        CallStream lost = open(one, "s_back", "CA1", "MZ1");
        assertThat(on(one, () -> {
                    lost.audio(Track.INBOUND, 0, Unpooled.wrappedBuffer(new byte[160]));
                    return lost.closed();
                }))
                .isTrue();
        CallStream next = open(other, "s_back", "CA1", "MZ2");
        on(other, () -> {
            var frame = Unpooled.wrappedBuffer(CallWorld.filled(160, 1));
            for (int i = 0; i < 50; i++) {
                frame.setZero(0, 160).setByte(0, i + 1); // used again for every frame, as the reader does
                next.audio(Track.INBOUND, i * 20L, frame);
            }
            next.stopped();
            return true;
        });
        on(one, () -> true);
        on(one, () -> true);

        assertThat(speech.sessions).hasSize(1);
        assertThat(speech.sessions.get(0).slices)
                .extracting(slice -> (int) slice.audio()[0])
                .containsExactlyElementsOf(IntStream.rangeClosed(0, 50).boxed().toList());
        assertThat(engine.data("leg.started")).hasSize(1);
        assertThat(engine.types("s_back")).endsWith("leg.ended", "call.ended");
        assertThat(engine.data("call.ended").get(0).path("endReason").asText()).isEqualTo("completed");
    }

    /** Whatever the two loops do to each other, a leg ends once and the call ends once. */
    @Test
    void losingAndComingBackAtTheSameTimeLeavesNothingBehind() throws Exception {
        for (int round = 0; round < 200; round++) {
            String callId = "s_race" + round;
            CallStream lost = open(one, callId, "CA1", "MZ1");
            var gone = one.submit(lost::closed);
            CallStream next = open(other, callId, "CA1", "MZ2");
            gone.get(10, TimeUnit.SECONDS);
            on(one, () -> true);
            on(other, () -> {
                next.stopped();
                return true;
            });
            for (int i = 0; i < 3; i++) {
                on(other, () -> true);
                on(one, () -> true);
            }
            assertThat(engine.types(callId)).endsWith("call.ended").containsOnlyOnce("call.ended");
        }
        assertThat(calls.size()).isZero();
    }

    /** Streams of one foreign CallSid come and go on both loops; every event still has an id of its own. */
    @Test
    void anIdIsNeverUsedTwiceHoweverStreamsComeAndGo() throws Exception {
        for (int round = 0; round < 300; round++) {
            var left = one.submit(() -> openAndStop(one));
            var right = other.submit(() -> openAndStop(other));
            left.get(10, TimeUnit.SECONDS);
            right.get(10, TimeUnit.SECONDS);
        }
        for (int i = 0; i < 4; i++) {
            on(one, () -> true);
            on(other, () -> true);
        }

        assertThat(calls.size()).isZero();
        assertThat(engine.events).extracting(CallEvent::eventId).doesNotHaveDuplicates();
        ConcurrentHashMap<String, Long> ended = new ConcurrentHashMap<>();
        engine.events.stream()
                .filter(it -> it.type().equals("call.ended"))
                .forEach(it -> ended.merge(it.callId(), 1L, Long::sum));
        assertThat(ended.values()).containsOnly(1L);
    }

    @Test
    void aPauseReachesBothLoopsAndOnesThatOpenDuringIt() throws Exception {
        CallStream near = open(one, "s_hush", "CA1", "MZ1");
        CallStream far = open(other, "s_hush", "CA2", "MZ2");
        say(one, near, 0, 1);
        say(other, far, 0, 1);
        assertThat(send(new Commands.Command.Pause("maria"))).isEqualTo(Commands.Answer.DONE);
        say(one, near, 20, 9); // no sooner is the pause confirmed than nothing passes, on any loop
        say(other, far, 20, 9);
        CallStream late = open(other, "s_hush", "CA3", "MZ3");
        say(other, late, 0, 9);
        assertThat(send(new Commands.Command.Resume("maria"))).isEqualTo(Commands.Answer.DONE);
        say(one, near, 600_000, 2);
        say(other, far, 600_000, 2);
        say(other, late, 600_000, 2);

        for (ScriptedSpeech.Session session : speech.sessions) {
            assertThat(session.heard()).doesNotContain((byte) 9).contains((byte) 2);
        }
        assertThat(speech.sessions).extracting(session -> session.slices.size()).containsExactly(2, 2, 1);
        assertThat(engine.types("s_hush")).containsOnlyOnce("call.paused", "call.resumed");
        assertThat(engine.data("leg.started"))
                .extracting(it -> it.path("state").asText())
                .containsExactly("connecting", "connecting", "paused");
    }

    @Test
    void pausesAndResumesFromEverywhereLeaveAllLegsAlike() throws Exception {
        CallStream near = open(one, "s_hush", "CA1", "MZ1");
        CallStream far = open(other, "s_hush", "CA2", "MZ2");
        List<CompletableFuture<Commands.Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            boolean pausing = i % 2 == 0;
            (i % 3 == 0 ? one : other).execute(i % 3 == 1 ? far::pauseKey : near::pauseKey);
            answers.add(engine.commands()
                    .send(
                            "s_hush",
                            pausing ? new Commands.Command.Pause("maria") : new Commands.Command.Resume("maria"))
                    .toCompletableFuture());
        }
        for (CompletableFuture<Commands.Answer> answer : answers) {
            assertThat(answer.get(10, TimeUnit.SECONDS)).isNotEqualTo(Commands.Answer.UNKNOWN_CALL);
        }
        on(other, () -> true);
        on(one, () -> true);
        send(new Commands.Command.Pause("maria"));
        say(one, near, 0, 9);
        say(other, far, 0, 9);

        assertThat(speech.sessions)
                .allSatisfy(session -> assertThat(session.slices).isEmpty());
        List<String> changes = engine.types("s_hush").stream()
                .filter(type -> type.startsWith("call.p") || type.startsWith("call.r"))
                .toList();
        for (int i = 0; i < changes.size(); i++) {
            assertThat(changes.get(i)).isEqualTo(i % 2 == 0 ? "call.paused" : "call.resumed");
        }
        assertThat(changes.size() % 2).as("paused at last").isEqualTo(1);
    }

    private Commands.Answer send(Commands.Command command) throws Exception {
        return engine.commands().send("s_hush", command).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static void say(EventLoop loop, CallStream stream, long timestampMs, int fill) throws Exception {
        on(loop, () -> {
            stream.audio(Track.INBOUND, timestampMs, Unpooled.wrappedBuffer(CallWorld.filled(160, fill)));
            return true;
        });
    }

    @Test
    void endingAllReachesBothLoops() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add("s_" + i);
            open(one, "s_" + i, "CA1", "MZ1");
            open(other, "s_" + i, "CA2", "MZ2");
        }
        calls.drain();
        calls.endAll(EndReason.SHUTDOWN);
        calls.drain().toCompletableFuture().get(10, TimeUnit.SECONDS);

        assertThat(socketsClosed).hasSize(40).containsOnly(EndReason.SHUTDOWN);
        assertThat(ids).allSatisfy(id -> assertThat(engine.types(id)).endsWith("call.ended"));
    }

    private boolean openAndStop(EventLoop loop) {
        CallStream stream = calls.open(CallWorld.foreign("CA7"), loop, socketsClosed::add);
        if (stream == null) {
            throw new AssertionError("refused");
        }
        stream.stopped();
        return true;
    }

    private CallStream open(EventLoop loop, String callId, String callSid, String streamSid) throws Exception {
        StreamStart start = CallWorld.start(callId, streamSid, Track.INBOUND);
        StreamStart ofPhone = new StreamStart(
                callId,
                true,
                callSid,
                streamSid,
                start.accountSid(),
                start.tracks(),
                start.direction(),
                start.from(),
                start.to(),
                start.roles(),
                false,
                start.speech(),
                start.labels(),
                start.parameters());
        CallStream stream = on(loop, () -> {
            CallStream opened = calls.open(ofPhone, loop, socketsClosed::add);
            if (opened == null) {
                throw new AssertionError("refused");
            }
            return opened;
        });
        on(one, () -> true); // the home knows of it
        return stream;
    }

    private static <T> T on(EventLoop loop, Callable<T> action) throws Exception {
        return loop.submit(action).get(10, TimeUnit.SECONDS);
    }
}
