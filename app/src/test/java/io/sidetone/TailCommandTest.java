package io.sidetone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidetone.sim.twilio.CallPlan;
import io.sidetone.sim.twilio.Recording;
import io.sidetone.sim.twilio.Target;
import io.sidetone.sim.webhook.ReceivedEvent;
import io.sidetone.tail.FeedFollower;
import io.sidetone.tail.Relay;
import io.sidetone.world.World;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code tail} beside real calls, over a wire that breaks. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class TailCommandTest {
    private static final long PATIENCE_SECONDS = 60;

    private final BlockingQueue<ReceivedEvent> finals = new LinkedBlockingQueue<>();

    @Test
    void goesOnWhereItWasWhenTheWireBreaks(@TempDir Path data) throws Exception {
        try (World world = world(data);
                Relay relay = new Relay(world.server().publicUrl().getPort())) {
            CompletableFuture<String> call = place(world, "serial-number");
            String callId = next().callId();
            CompletableFuture<Ran> tail = CompletableFuture.supplyAsync(() -> Ran.command(
                    "tail", "--call", callId, "--url", relay.url().toString(), "--token", World.DASHBOARD_TOKEN));
            next();
            relay.cut();
            next();
            relay.plug(world.server().publicUrl().getPort());
            call.join();

            Ran ran = tail.join();
            assertThat(ran.err()).isEmpty();
            assertThat(ran.exit()).isZero();
            assertThat(said(ran.out())).isEqualTo(texts(world, callId));
            assertThat(ran.out()).contains("call ended: completed");
        }
    }

    @Test
    void asksForWhatAServerSaidThatWasStartedAnew(@TempDir Path data) throws Exception {
        StringWriter out = new StringWriter();
        String callId;
        List<String> first;
        try (Relay relay = new Relay(1)) {
            LiveTail listener = new LiveTail(
                    Screen.of(new PrintWriter(out, true)),
                    new MissedWords(new ApiClient(relay.url(), World.DASHBOARD_TOKEN), call -> true),
                    over -> {},
                    true);
            try (FeedFollower follower =
                    new FeedFollower(feed(relay), World.DASHBOARD_TOKEN, everything(), listener, System::nanoTime)) {
                try (World world = world(data)) {
                    relay.plug(world.server().publicUrl().getPort());
                    follower.start().join();
                    CompletableFuture<String> call = place(world, "hello");
                    callId = next().callId();
                    relay.cut(); // the rest is said while nobody listens
                    call.join();
                    world.ended(callId).join();
                    first = texts(world, callId);
                }
                try (World world = world(data)) {
                    relay.plug(world.server().publicUrl().getPort());
                    awaitText(out, "connected again");
                    place(world, "hello").join();
                    awaitText(out, "call ended: completed");
                    assertThat(out.toString()).contains("the server has been started anew", "call ended meanwhile");
                    assertThat(said(out.toString())).containsSubsequence(first);
                    assertThat(said(out.toString()))
                            .hasSize(first.size() + texts(world, last()).size());
                }
            }
        }
    }

    @Test
    void aWrongTokenIsSaidAndEndsIt(@TempDir Path data) throws IOException {
        try (World world = world(data)) {
            Ran ran = Ran.command("tail", "--url", world.server().publicUrl().toString(), "--token", "not this one");
            assertThat(ran.exit()).isEqualTo(1);
            assertThat(ran.err()).contains("401").doesNotContain("not this one");
        }
    }

    @Test
    void programsGetTheEventsAsTheyAre(@TempDir Path data) throws Exception {
        try (World world = world(data)) {
            CompletableFuture<String> call = place(world, "hello");
            String callId = next().callId();
            Ran ran = Ran.command(
                    "tail",
                    "--json",
                    "--call",
                    callId,
                    "--url",
                    world.server().publicUrl().toString(),
                    "--token",
                    World.DASHBOARD_TOKEN);
            call.join();
            assertThat(ran.exit()).isZero();
            List<String> lines = ran.out().lines().toList();
            assertThat(lines)
                    .allSatisfy(line ->
                            assertThat(ApiClient.JSON.readTree(line).isObject()).isTrue());
            assertThat(lines).anySatisfy(line -> assertThat(line).contains("\"call.ended\""));
        }
    }

    private World world(Path data) throws IOException {
        World world = World.start(data, Map.of());
        world.onEvent(event -> {
            if (event.type().equals("transcript.final")) {
                finals.add(event);
            }
        });
        return world;
    }

    private static CompletableFuture<String> place(World world, String recording) throws IOException {
        Recording sound = Recording.load(recording);
        return world.twilio()
                .place(CallPlan.of(new Target.MediaUrl(world.mediaUrl()), sound.audio())
                        .withParameter("language", sound.language()))
                .toCompletableFuture()
                .thenApply(report -> report.callSid());
    }

    private ReceivedEvent next() throws InterruptedException {
        ReceivedEvent event = finals.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("no final has come");
        }
        newest = event.callId();
        return event;
    }

    private String newest = "";

    private String last() throws InterruptedException {
        while (!finals.isEmpty()) {
            next();
        }
        return newest;
    }

    private static List<String> texts(World world, String callId) {
        return world.events(callId).stream()
                .filter(event -> event.type().equals("transcript.final"))
                .map(TailCommandTest::text)
                .toList();
    }

    private static String text(ReceivedEvent event) {
        try {
            return ApiClient.JSON
                    .readTree(event.json())
                    .path("data")
                    .path("text")
                    .asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The settled words that were printed, in order. */
    private static List<String> said(String printed) {
        return printed.lines()
                .filter(line -> line.matches("\\S+ +(technician|agent) {4,}[^ …].*"))
                .map(line -> line.replaceFirst("\\S+ +(technician|agent) +", ""))
                .toList();
    }

    private static void awaitText(StringWriter out, String text) {
        long start = System.nanoTime();
        while (!out.toString().contains(text)) {
            if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
                throw new AssertionError("'" + text + "' is not in\n" + out);
            }
            Thread.onSpinWait();
        }
    }

    private static URI feed(Relay relay) {
        return Address.moved(URI.create("ws://server/api/v1/dashboard/ws"), relay.url());
    }

    private static ObjectNode everything() {
        return ApiClient.JSON
                .createObjectNode()
                .put("name", "all")
                .put("topic", "calls")
                .put("interims", "all")
                .put("finals", "all");
    }
}
