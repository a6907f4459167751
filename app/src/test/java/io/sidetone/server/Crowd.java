package io.sidetone.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidetone.engine.CallEvent;
import io.sidetone.engine.Directory;
import io.sidetone.engine.Engine;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * For benches: people who talk all the time, on both legs of many calls, without audio: straight into a server's
 * engine. Each leg makes two guesses a second and a final every five seconds; a call lasts five minutes and is then
 * followed by another.
 */
final class Crowd implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long STEP_MS = 50;
    private static final int STEPS_PER_GUESS = 10;
    private static final int GUESSES_PER_FINAL = 10;
    private static final int GUESSES_PER_CALL = 600;
    private static final String[] WORDS =
            ("can you check the serial number on the label it is on the back i think yes one"
                            + " moment please the pump in building two has stopped let me look at that invoice for you")
                    .split(" ");

    private final Engine engine;
    private final List<Talk> talks = new ArrayList<>();
    private final Random random = new Random(5);
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "crowd"));
    private int step;
    private int calls;

    Crowd(Engine engine, int size) {
        this.engine = engine;
        for (int i = 0; i < size; i++) {
            talks.add(new Talk(i % STEPS_PER_GUESS, random.nextInt(GUESSES_PER_CALL)));
        }
    }

    void start() {
        talks.forEach(Talk::begin);
        thread.scheduleAtFixedRate(this::step, STEP_MS, STEP_MS, TimeUnit.MILLISECONDS);
    }

    private void step() {
        step++;
        for (Talk talk : talks) {
            if (step % STEPS_PER_GUESS == talk.phase) {
                talk.goOn();
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** One place in the crowd: a call, and the next when that is over. */
    private final class Talk {
        private final int phase;
        private String callId = "";
        private long startedAt;
        private long seq;
        private int guesses;
        private final long[] finals = new long[2];
        private final long[] revs = new long[2];
        private final StringBuilder[] texts = {new StringBuilder(), new StringBuilder()};

        Talk(int phase, int age) {
            this.phase = phase;
            this.guesses = age;
        }

        void begin() {
            callId = "s_crowd%010d".formatted(calls++);
            startedAt = System.currentTimeMillis();
            seq = 0;
            finals[0] = finals[1] = revs[0] = revs[1] = 0;
            Map<String, String> labels = Map.of("queue", calls % 3 == 0 ? "billing" : "support");
            engine.directory().put(new Directory.CallRecord(callId, "CA" + calls, "local", startedAt, labels));
            ObjectNode started = data().put(
                            "startedAt", Instant.ofEpochMilli(startedAt).toString())
                    .put("direction", "inbound")
                    .put("from", "+1555010%04d".formatted(calls % 10_000))
                    .put("to", "+15550100900")
                    .put("accountSid", "AC00000000000000000000000000000001");
            started.set("labels", JSON.valueToTree(labels));
            append("call.started", -1, started);
            for (int leg = 0; leg < 2; leg++) {
                append(
                        "leg.started",
                        leg,
                        data(leg)
                                .put("streamSid", "MZ" + calls)
                                .put("startMs", 0)
                                .put("state", "live"));
            }
        }

        void goOn() {
            guesses++;
            for (int leg = 0; leg < 2; leg++) {
                texts[leg].append(texts[leg].isEmpty() ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
                if ((guesses + leg * GUESSES_PER_FINAL / 2) % GUESSES_PER_FINAL == 0) {
                    settle(leg);
                } else {
                    guess(leg);
                }
            }
            if (guesses >= GUESSES_PER_CALL) {
                end();
                guesses = 0;
                begin();
            }
        }

        private void guess(int leg) {
            if (!engine.live().watched(callId)) {
                return;
            }
            ObjectNode guess = JSON.createObjectNode()
                    .put("type", "transcript.interim")
                    .put("callId", callId)
                    .put("legId", "l" + (leg + 1))
                    .put("role", role(leg))
                    .put("utt", finals[leg] + 1)
                    .put("rev", ++revs[leg])
                    .put("startMs", now() - 2_000)
                    .put("endMs", now())
                    .put("text", texts[leg].toString());
            engine.live().publish(callId, "l" + (leg + 1) + "/interim", bytes(guess));
        }

        private void settle(int leg) {
            finals[leg]++;
            append(
                    "transcript.final",
                    leg,
                    data(leg)
                            .put("finalId", callId + ".l" + (leg + 1) + "." + finals[leg])
                            .put("n", finals[leg])
                            .put("utt", finals[leg])
                            .put("rev", ++revs[leg])
                            .put("startMs", Math.max(0, now() - 4_000))
                            .put("endMs", now())
                            .put("text", texts[leg] + ".")
                            .put("confidence", 0.97)
                            .put("language", "en")
                            .put("speechFinal", true));
            texts[leg].setLength(0);
        }

        private void end() {
            for (int leg = 0; leg < 2; leg++) {
                append(
                        "leg.ended",
                        leg,
                        data(leg).put("atMs", now()).put("reason", "stopped").put("finals", finals[leg]));
            }
            append(
                    "call.ended",
                    -1,
                    data().put("endedAt", Instant.now().toString())
                            .put("durationMs", now())
                            .put("endReason", "completed"));
            engine.directory().remove(callId);
        }

        private long now() {
            return System.currentTimeMillis() - startedAt;
        }

        private ObjectNode data() {
            return JSON.createObjectNode()
                    .put("callId", callId)
                    .put("callSid", "CA" + calls)
                    .put("seq", seq + 1);
        }

        private ObjectNode data(int leg) {
            return data().put("legId", "l" + (leg + 1))
                    .put("role", role(leg))
                    .put("track", leg == 0 ? "inbound" : "outbound");
        }

        private void append(String type, int leg, ObjectNode data) {
            seq++;
            engine.events()
                    .append(new CallEvent(
                            callId,
                            seq,
                            type,
                            leg < 0 ? null : "l" + (leg + 1),
                            leg < 0 ? null : role(leg),
                            type.equals("transcript.final") ? finals[leg] : 0,
                            System.currentTimeMillis(),
                            "msg_" + callId + "_" + seq,
                            Map.of(),
                            bytes(data)));
        }
    }

    private static String role(int leg) {
        return leg == 0 ? "technician" : "agent";
    }

    private static byte[] bytes(ObjectNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
