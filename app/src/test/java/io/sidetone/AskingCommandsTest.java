package io.sidetone;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.sim.twilio.CallPlan;
import io.sidetone.sim.twilio.Recording;
import io.sidetone.sim.twilio.Target;
import io.sidetone.sim.webhook.ListenerOptions;
import io.sidetone.sim.webhook.ReceivedEvent;
import io.sidetone.sim.webhook.Reply;
import io.sidetone.sim.webhook.WebhookListener;
import io.sidetone.sim.webhook.WebhookSecret;
import io.sidetone.world.World;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands that ask and steer a running server, over a call whose finals the webhook did not want at first. */
class AskingCommandsTest {
    private static final long PATIENCE_SECONDS = 60;

    private final AtomicBoolean refusing = new AtomicBoolean(true);
    private final BlockingQueue<ReceivedEvent> received = new LinkedBlockingQueue<>();

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void whatWasRefusedIsListedSentAgainShownAndErased(@TempDir Path data) throws IOException, InterruptedException {
        try (WebhookListener crm = listener();
                World world = World.start(data, Map.of("webhook.url", crm.url().toString()))) {
            String callId = aCall(world);
            List<ReceivedEvent> refused = until("call.ended").stream()
                    .filter(event -> event.type().equals("transcript.final") && event.attempt() == 3)
                    .toList();
            assertThat(refused).isNotEmpty();

            List<String> dead = lines(ask(world, "deliveries", "list", "--status", "dead"));
            assertThat(dead).hasSameSizeAs(refused).allSatisfy(line -> assertThat(line)
                    .contains("dead", "3×", callId + ".l", "@webhook", "answered 422"));
            Ran counted = ask(world, "deliveries", "retry", "--call", callId, "--dry-run");
            assertThat(counted.out()).isEqualTo(refused.size() + " deliveries would be sent again\n");

            refusing.set(false);
            assertThat(ask(world, "deliveries", "retry", "--call", callId).out())
                    .isEqualTo(refused.size() + " deliveries are sent again\n");
            List<ReceivedEvent> again = take(refused.size());
            assertThat(again).extracting(ReceivedEvent::id).isEqualTo(ids(refused));
            assertThat(again).allSatisfy(event -> assertThat(event.verified()).isTrue());
            awaitNone(world, "dead");
            assertThat(ask(world, "deliveries", "show", callId + ".l1.1@webhook")
                            .out())
                    .contains("delivered", "repair");

            assertThat(lines(ask(world, "events", "--call", callId, "--types", "transcript.final")))
                    .hasSameSizeAs(refused);
            assertThat(ask(world, "transcript", callId).out()).startsWith("Call " + callId);
            assertThat(ask(world, "erase", "--call", callId).out()).startsWith("erased: 1 calls, ");
            Ran gone = command(world, "transcript", callId);
            assertThat(gone.exit()).isNotZero();
            assertThat(gone.err()).contains("no such call");
        }
    }

    private WebhookListener listener() throws IOException {
        return WebhookListener.start(ListenerOptions.of(Clock.systemUTC(), WebhookSecret.parse(World.SECRET))
                .replying(event -> refusing.get() && event.type().equals("transcript.final")
                        ? Reply.status(422)
                        : Reply.json("{\"intent\":\"repair\"}"))
                .watchedBy(received::add));
    }

    private static String aCall(World world) throws IOException {
        Recording sound = Recording.load("hello");
        return world.twilio()
                .place(CallPlan.of(new Target.MediaUrl(world.mediaUrl()), sound.audio())
                        .withParameter("language", sound.language()))
                .toCompletableFuture()
                .join()
                .callSid();
    }

    private List<ReceivedEvent> until(String type) throws InterruptedException {
        List<ReceivedEvent> events = new ArrayList<>();
        do {
            events.addAll(take(1));
        } while (!events.get(events.size() - 1).type().equals(type));
        return events;
    }

    private List<ReceivedEvent> take(int count) throws InterruptedException {
        List<ReceivedEvent> events = new ArrayList<>();
        while (events.size() < count) {
            @Nullable ReceivedEvent event = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("nothing came behind " + events);
            }
            events.add(event);
        }
        return events;
    }

    private static List<String> ids(List<ReceivedEvent> events) {
        return events.stream().map(ReceivedEvent::id).toList();
    }

    /** The answer is on its way to the archive when the receiver has given it. */
    private static void awaitNone(World world, String status) {
        while (!ask(world, "deliveries", "list", "--status", status).out().isEmpty()) {
            Thread.onSpinWait();
        }
    }

    private static List<String> lines(Ran ran) {
        return ran.out().lines().toList();
    }

    private static Ran ask(World world, String... arguments) {
        Ran ran = command(world, arguments);
        assertThat(ran.exit()).as(ran.err()).isZero();
        return ran;
    }

    private static Ran command(World world, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", world.server().publicUrl().toString(), "--token", World.DASHBOARD_TOKEN));
        return Ran.command(all);
    }
}
