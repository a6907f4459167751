package io.sidetone.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidetone.sim.twilio.CallAudio;
import io.sidetone.sim.twilio.CallPlan;
import io.sidetone.sim.twilio.CallProgress;
import io.sidetone.sim.twilio.CallReport;
import io.sidetone.sim.twilio.Target;
import io.sidetone.sim.twilio.Track;
import io.sidetone.sim.webhook.ReceivedEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** For benches: how long it takes from the last sample of what somebody said to the final with it at the webhook. */
final class FinalLatency {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** A pause this long ends what somebody said. */
    private static final long PAUSE_MS = 600;

    private static final long SPREAD_MS = 150; // between the beginnings of calls

    private final World world;
    private final Map<String, Long> arrivals = new ConcurrentHashMap<>(); // nanos, by callId and seq

    FinalLatency(World world) {
        this.world = world;
        world.onEvent(event -> arrivals.putIfAbsent(key(event), System.nanoTime()));
    }

    private static String key(ReceivedEvent event) {
        return event.callId() + " " + event.seq();
    }

    /** A call, and the earliest its audio can have begun. */
    private static final class Timed {
        volatile long beganNanos = Long.MAX_VALUE;
        CompletableFuture<CallReport> report = new CompletableFuture<>();
    }

    /** Places so many calls at once and waits for their end; milliseconds, sorted, of one side. */
    double[] of(int count, String name, Spoken spoken, Track track) throws IOException {
        CallAudio audio = spoken.audio();
        List<Timed> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(place(name, spoken, audio));
            Storm.pass(SPREAD_MS);
        }
        List<Double> all = new ArrayList<>();
        for (Timed call : calls) {
            String callId = call.report.join().callSid();
            world.ended(callId).join();
            all.addAll(latencies(call, callId, spoken.words(track), track));
        }
        return all.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    private Timed place(String name, Spoken spoken, CallAudio audio) throws IOException {
        Timed timed = new Timed();
        CallPlan plan = CallPlan.of(new Target.MediaUrl(world.mediaUrl()), audio)
                .withParameter("language", spoken.language())
                .withParameter("keyterms", name);
        timed.report = world.twilio()
                .place(plan, new CallProgress() {
                    @Override
                    public void position(long positionMs, long lengthMs) {
                        timed.beganNanos = Math.min(timed.beganNanos, System.nanoTime() - positionMs * 1_000_000);
                    }
                })
                .toCompletableFuture();
        return timed;
    }

    private List<Double> latencies(Timed call, String callId, List<Script.Word> script, Track track)
            throws IOException {
        List<Long> arrivedAt = new ArrayList<>(); // one per word
        for (ReceivedEvent event : world.events(callId)) {
            JsonNode data = JSON.readTree(event.json()).path("data");
            if (event.type().equals("transcript.final")
                    && data.path("track").asText().equals(track.wire())) {
                data.path("words").forEach(word -> arrivedAt.add(arrivals.get(key(event))));
            }
        }
        List<Double> latencies = new ArrayList<>();
        for (int i = 0; i < Math.min(script.size(), arrivedAt.size()); i++) {
            boolean isLast = i + 1 == script.size()
                    || script.get(i + 1).startMs() - script.get(i).endMs() >= PAUSE_MS;
            if (isLast) {
                long sentNanos = call.beganNanos + script.get(i).endMs() * 1_000_000;
                latencies.add((arrivedAt.get(i) - sentNanos) / 1e6);
            }
        }
        return latencies;
    }

    static String summary(double[] sorted) {
        return "%3d utterances, p50 %5.0f ms, p90 %5.0f ms, p99 %5.0f ms"
                .formatted(sorted.length, at(sorted, 0.5), at(sorted, 0.9), at(sorted, 0.99));
    }

    private static double at(double[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.min(sorted.length - 1, share * sorted.length)];
    }

    static double[] join(double[] one, double[] other) {
        double[] all = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, all, one.length, other.length);
        Arrays.sort(all);
        return all;
    }
}
