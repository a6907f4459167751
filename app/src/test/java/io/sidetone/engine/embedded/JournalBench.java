package io.sidetone.engine.embedded;

import io.sidetone.engine.Archive.Cursor;
import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * What the journal can do on this machine's disk: finals per second back to back, and how long one takes to be durable
 * at a steady rate, with and without somebody searching. {@code -Dfinals= -Dseconds= -Ddir=} change the numbers and the
 * place.
 */
final class JournalBench {
    private static final int FINALS = Integer.getInteger("finals", 200_000);
    private static final int SECONDS = Integer.getInteger("seconds", 20);
    private static final int CALLS = 500;
    private static final String[] VOCABULARY = vocabulary();

    private final Random random = new Random(7);
    private final long[] seqs = new long[CALLS];
    private final Path dir;
    private EmbeddedEngine engine;

    private JournalBench(Path dir) {
        this.dir = dir;
        this.engine = TestEngines.open(dir);
    }

    public static void main(String[] args) throws IOException {
        String given = System.getProperty("dir");
        Path dir = Files.createTempDirectory(
                given == null ? Path.of(System.getProperty("java.io.tmpdir")) : Path.of(given), "journal-bench");
        JournalBench bench = new JournalBench(dir);
        try {
            bench.run();
        } finally {
            bench.engine.close();
            remove(dir);
        }
    }

    private void run() {
        System.out.printf("journal in %s (%s), finals of about %d bytes%n", dir, storeType(), next().data().length);
        backToBack(20_000); // warm
        for (int batch : new int[] {1, 16, 64, 256, 1024, 8192}) {
            backToBack(batch);
        }
        for (int rate : new int[] {500, 2_000}) {
            steady(rate, false);
            steady(rate, true);
        }
    }

    private String storeType() {
        try {
            return Files.getFileStore(dir).type();
        } catch (IOException e) {
            return "unknown: " + e.getMessage();
        }
    }

    /** @param atOnce finals under way together */
    private void backToBack(int atOnce) {
        int count = atOnce == 1 ? FINALS / 40 : FINALS;
        List<CallEvent> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(next());
        }
        long start = System.nanoTime();
        EventLog log = engine.events();
        for (int i = 0; i < count; i += atOnce) {
            CompletableFuture<?>[] batch = events.subList(i, Math.min(count, i + atOnce)).stream()
                    .map(event -> log.append(event).toCompletableFuture())
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(batch).join();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("%,6d at once   %,9.0f finals/s%n", atOnce, count / seconds);
    }

    private void steady(int rate, boolean searched) {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger searches = new AtomicInteger();
        Thread searcher = new Thread(() -> search(over, searches));
        if (searched) {
            searcher.start();
        }
        int count = rate * SECONDS;
        long[] delays = new long[count];
        CompletableFuture<?>[] done = new CompletableFuture<?>[count];
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            int index = i;
            long due = start + i * 1_000_000_000L / rate;
            CallEvent event = next();
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            done[i] = engine.events()
                    .append(event)
                    .thenRun(() -> delays[index] = System.nanoTime() - due)
                    .toCompletableFuture();
        }
        CompletableFuture.allOf(done).join();
        over.set(true);
        Arrays.sort(delays);
        System.out.printf(
                "%,6d/s %-16s p50 %.2f  p99 %.2f  p99.9 %.2f  most %.2f ms%n",
                rate,
                searched ? "(" + searches.get() / SECONDS + " searches/s)" : "",
                delays[count / 2] / 1e6,
                delays[(int) (count * 0.99)] / 1e6,
                delays[(int) (count * 0.999)] / 1e6,
                delays[count - 1] / 1e6);
    }

    private void search(AtomicBoolean over, AtomicInteger searches) {
        Random words = new Random(11);
        while (!over.get()) {
            String two = VOCABULARY[words.nextInt(VOCABULARY.length)] + " " + VOCABULARY[words.nextInt(50)];
            engine.archive().search(two, Cursor.START, 20).toCompletableFuture().join();
            searches.incrementAndGet();
        }
    }

    private CallEvent next() {
        int call = random.nextInt(CALLS);
        long seq = ++seqs[call];
        String callId = "s_%016d".formatted(call);
        StringBuilder text = new StringBuilder();
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            String word = VOCABULARY[(int) (VOCABULARY.length * Math.pow(random.nextDouble(), 3))];
            text.append(i == 0 ? "" : " ").append(word);
            words.append(i == 0 ? "" : ",")
                    .append("{\"text\":\"%s\",\"startMs\":%d,\"endMs\":%d,\"confidence\":0.98}"
                            .formatted(word, i * 300, i * 300 + 250));
        }
        String data = ("{\"callId\":\"%s\",\"callSid\":\"CA%032d\",\"seq\":%d,\"legId\":\"l1\",\"role\":\"agent\","
                        + "\"finalId\":\"%s.l1.%d\",\"n\":%d,\"startMs\":%d,\"endMs\":%d,\"text\":\"%s\","
                        + "\"provider\":\"deepgram\",\"model\":\"nova-3\",\"words\":[%s]}")
                .formatted(callId, call, seq, callId, seq, seq, seq * 4000, seq * 4000 + 3600, text, words);
        return new CallEvent(
                callId,
                seq,
                "transcript.final",
                "l1",
                seq,
                1_767_323_045_678L + seq,
                "msg_%016x%016x".formatted(random.nextLong(), random.nextLong()),
                data.getBytes(StandardCharsets.UTF_8));
    }

    private static String[] vocabulary() {
        Random random = new Random(3);
        return Stream.generate(() -> random.ints(3 + random.nextInt(7), 'a', 'z' + 1)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString())
                .limit(5_000)
                .toArray(String[]::new);
    }

    private static void remove(Path dir) throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
