package io.sidetone.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidetone.sim.twilio.Outcome;
import io.sidetone.sim.webhook.ReceivedEvent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The disk is full, or takes nothing: calls go on and say so, and when it is well again every word arrives, without a
 * hand. On a real file system of its own, so it needs root.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "mounts an ext4 file system")
@Execution(ExecutionMode.CONCURRENT) // each has a disk and a world of its own
class DiskTroubleTest {
    private static final Spoken SPOKEN = Spoken.once("serial-number", 16_200);
    private static final Map<String, String> SETTINGS = Map.of("data.ballast-mib", "2");

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void aFullDiskCostsNoWord(@TempDir Path folder) throws IOException, InterruptedException {
        try (SmallDisk disk = SmallDisk.mount(folder, 64);
                World world = World.start(disk.root().resolve("data"), SETTINGS)) {
            TroubledCall before = afterItsFirstFinal(world, "before");

            do {
                disk.fill(); // again: the journal gives up its ballast first
            } while (isReady(world));
            TroubledCall during = TroubledCall.place(world, "during", SPOKEN);
            goOnToTheirEnd(before, during);
            assertThat(readiness(world).body()).contains("storage.full");
            List<String> sent = sent(world, during.callId());
            assertThat(kept(world, during.callId()))
                    .as("nothing is sent that is not kept")
                    .containsAll(sent);

            disk.empty();
            nothingIsMissing(before, during);
            assertThat(kept(world, during.callId())).isNotEmpty().containsAll(sent(world, during.callId()));
            saysWhatHappened(before, "storage.full");
            while (!isReady(world)) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void aDiskThatTakesNothingCostsNoWordOnceItIsMended(@TempDir Path folder) throws IOException, InterruptedException {
        try (SmallDisk disk = SmallDisk.mount(folder, 64);
                World world = World.start(disk.root().resolve("data"), SETTINGS)) {
            TroubledCall before = afterItsFirstFinal(world, "before");

            disk.fail();
            while (isReady(world)) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
            TroubledCall during = TroubledCall.place(world, "during", SPOKEN);
            goOnToTheirEnd(before, during);
            assertThat(readiness(world).body()).contains("storage.failed");

            disk.mend();
            nothingIsMissing(before, during);
            saysWhatHappened(before, "storage.failed");
        }
    }

    private static TroubledCall afterItsFirstFinal(World world, String name) throws IOException {
        CompletableFuture<ReceivedEvent> said = new CompletableFuture<>();
        world.onEvent(event -> {
            if (event.type().equals("transcript.final")) {
                said.complete(event);
            }
        });
        TroubledCall call = TroubledCall.place(world, name, SPOKEN);
        said.join();
        return call;
    }

    private static void goOnToTheirEnd(TroubledCall... calls) {
        for (TroubledCall call : calls) {
            assertThat(call.report().join().outcome()).as(call.name()).isEqualTo(new Outcome.Completed());
        }
    }

    private static void nothingIsMissing(TroubledCall... calls) throws IOException {
        for (TroubledCall call : calls) {
            call.untilOver().isWhole();
        }
    }

    private static List<String> sent(World world, String callId) {
        return world.events(callId).stream().map(ReceivedEvent::id).toList();
    }

    /** What can be read back; a disk that is full may still have room in the journal's own files. */
    private List<String> kept(World world, String callId) throws IOException, InterruptedException {
        URI events = URI.create(world.server().publicUrl() + "/api/v1/events?limit=500&callId=" + callId);
        HttpRequest request = HttpRequest.newBuilder(events)
                .header("Authorization", "Bearer " + World.DASHBOARD_TOKEN)
                .build();
        JsonNode page = new ObjectMapper()
                .readTree(
                        http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        List<String> ids = new ArrayList<>();
        page.path("items").forEach(event -> ids.add(event.path("id").asText()));
        return ids;
    }

    private static void saysWhatHappened(TroubledCall call, String code) throws IOException {
        List<JsonNode> faults = call.data("fault").stream()
                .filter(fault -> fault.path("code").asText().equals(code))
                .toList();
        assertThat(faults).isNotEmpty();
    }

    private boolean isReady(World world) throws IOException, InterruptedException {
        return readiness(world).statusCode() == 200;
    }

    private HttpResponse<String> readiness(World world) throws IOException, InterruptedException {
        URI ready = URI.create("http://127.0.0.1:" + world.server().managementPort() + "/health/ready");
        return http.send(HttpRequest.newBuilder(ready).build(), HttpResponse.BodyHandlers.ofString());
    }
}
