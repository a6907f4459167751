// Receives Sidetone's webhooks: verifies, stores, answers, and afterwards prints each call in spoken order.
//
// JDK 17 or newer, nothing else: java Receiver.java. Settings and behaviour: ../README.md

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public class Receiver {
    static final long TOLERANCE_SECONDS = 300; // how far a request's timestamp may be off
    static final long FORGET_AFTER_MS = Duration.ofHours(72).toMillis(); // a call of which nothing was heard
    static final Duration PULL_EVERY = Duration.ofHours(1); // also without a reason: the cursor is never far behind
    static final String WORKED_ON = "call.started,transcript.final,call.ended";
    static final long MOST_MISSING = 1_000; // numbers remembered as missing by one jump
    static final int MOST_AT_ONCE = 256; // requests whose events share a write
    static final int THREADS = 64; // requests at once
    static final Pattern ID = Pattern.compile("[A-Za-z0-9_.-]{1,128}");
    static final PrintStream OUT = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    static final PrintStream ERR = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);

    public static void main(String[] args) throws Exception {
        Settings settings;
        Store store;
        HttpServer server;
        try {
            settings = Settings.read(System.getenv());
            System.setProperty("sun.net.httpserver.maxReqTime", "60"); // seconds for a request to arrive
            System.setProperty("sun.net.httpserver.idleInterval", "60"); // longer than Sidetone keeps a connection
            System.setProperty("sun.net.httpserver.nodelay", "true");
            server = HttpServer.create(new InetSocketAddress(settings.host, settings.port), 128);
            store = new Store(settings.folder, settings.keepDays);
            store.load();
        } catch (IllegalArgumentException | IOException e) {
            complain("cannot start: " + e.getMessage());
            System.exit(2);
            return;
        }
        Pull pull = new Pull(settings, store);
        Work work = new Work(settings, store, pull);
        work.replay();
        start("store", store);
        start("work", work);
        if (!settings.pullUrl.isEmpty()) {
            start("pull", pull);
        }
        server.createContext("/", new Door(settings, store)::handle);
        server.setExecutor(Executors.newFixedThreadPool(THREADS));
        server.start();
        say("receiver: listening on http://" + settings.host + ":" + server.getAddress().getPort() + "/");
    }

    interface Task {
        void run() throws Exception;
    }

    /** A receiver that cannot work must not go on saying that it does. */
    static void start(String name, Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (Throwable e) {
                complain("the " + name + " has failed: " + e + "; stopping");
                Runtime.getRuntime().halt(1);
            }
        }, name);
        thread.setDaemon(true);
        thread.start();
    }

    static void say(String line) {
        OUT.println(printable(line));
    }

    static void complain(String line) {
        ERR.println("receiver: " + printable(line));
    }

    static String printable(String text) {
        return text.replaceAll("[\\p{Cc}\\x{202a}-\\x{202e}\\x{2066}-\\x{2069}]+", " ");
    }

    static final class Settings {
        final List<byte[]> secrets = new ArrayList<>();
        final String host;
        final int port;
        final Path folder;
        final int maxBytes;
        final int keepDays;
        final long holdMs;
        final boolean allEvents;
        final String pullUrl;
        final String pullToken;

        private Settings(Map<String, String> env) {
            for (String text : env.getOrDefault("RECEIVER_SECRETS", "").split("[\\s,]+")) {
                if (!text.isEmpty()) {
                    secrets.add(key(text));
                }
            }
            if (secrets.isEmpty()) {
                throw new IllegalArgumentException("RECEIVER_SECRETS is not set; give the webhook's secret, whsec_…"
                        + " (several, with commas, while one is replaced)");
            }
            host = text(env, "RECEIVER_HOST", "127.0.0.1");
            port = number(env, "RECEIVER_PORT", 9_300, 0, 65_535);
            folder = Path.of(text(env, "RECEIVER_DATA", "received"));
            maxBytes = number(env, "RECEIVER_MAX_BYTES", 262_144, 1_024, 1 << 30);
            keepDays = number(env, "RECEIVER_KEEP_DAYS", 7, 4, 3_650);
            holdMs = 1_000L * number(env, "RECEIVER_HOLD_SECONDS", 30, 0, 3_600);
            allEvents = text(env, "RECEIVER_ALL_EVENTS", "").equals("true");
            pullUrl = text(env, "RECEIVER_PULL_URL", "").replaceFirst("/+$", "");
            pullToken = text(env, "RECEIVER_PULL_TOKEN", "");
            if (!pullUrl.isEmpty() && !pullUrl.matches("https?://.+")) {
                throw new IllegalArgumentException("RECEIVER_PULL_URL is " + pullUrl
                        + "; expected Sidetone's address, such as http://localhost:8080");
            }
        }

        static Settings read(Map<String, String> env) {
            return new Settings(env);
        }

        private static String text(Map<String, String> env, String name, String standard) {
            String text = env.getOrDefault(name, "");
            return text.isEmpty() ? standard : text;
        }

        private static int number(Map<String, String> env, String name, int standard, int least, int most) {
            String text = text(env, name, Integer.toString(standard));
            if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) < least || Long.parseLong(text) > most) {
                throw new IllegalArgumentException(
                        name + " is " + text + "; expected a whole number from " + least + " to " + most);
            }
            return Integer.parseInt(text);
        }

        private static byte[] key(String text) {
            byte[] key;
            try {
                key = Base64.getDecoder().decode(text.startsWith("whsec_") ? text.substring(6) : text);
            } catch (IllegalArgumentException e) {
                key = new byte[0];
            }
            if (key.length < 24) {
                throw new IllegalArgumentException(
                        "RECEIVER_SECRETS: one of them is not whsec_ and base64 of 24 bytes or more");
            }
            return key;
        }
    }

    // --- whom to believe -------------------------------------------------------------------------

    /** Why a request is not to be believed; null if it is. Standard Webhooks, signature v1. */
    static String objection(List<byte[]> secrets, Headers headers, byte[] body, long nowMs)
            throws GeneralSecurityException {
        String id = header(headers, "webhook-id");
        String timestamp = header(headers, "webhook-timestamp");
        if (!ID.matcher(id).matches()) {
            return "webhook-id is missing or malformed";
        }
        if (!timestamp.matches("[0-9]{1,12}")) {
            return "webhook-timestamp is missing or malformed";
        }
        if (Math.abs(nowMs - 1_000 * Long.parseLong(timestamp)) > 1_000 * TOLERANCE_SECONDS) {
            return "webhook-timestamp is more than 5 minutes off; are both clocks right?";
        }
        boolean matches = false;
        for (byte[] secret : secrets) { // everything with everything: the time it takes tells nothing
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            byte[] expected = Base64.getEncoder().encode(mac.doFinal(body));
            for (String given : header(headers, "webhook-signature").split(" ")) {
                if (given.startsWith("v1,")) {
                    byte[] signature = given.substring(3).getBytes(StandardCharsets.UTF_8);
                    matches |= MessageDigest.isEqual(expected, signature);
                }
            }
        }
        return matches ? null : "webhook-signature does not match; is the secret that of this webhook?";
    }

    static String header(Headers headers, String name) {
        String value = headers.getFirst(name);
        return value == null ? "" : value;
    }

    /** What is read of each type; other fields and types are stored as they come. */
    static final Map<String, Map<String, Class<?>>> SHAPES = Map.of(
            "call.started", Map.of("callId", String.class, "seq", BigDecimal.class),
            "transcript.final",
                    Map.of(
                            "callId", String.class,
                            "seq", BigDecimal.class,
                            "legId", String.class,
                            "n", BigDecimal.class,
                            "role", String.class,
                            "text", String.class,
                            "startMs", BigDecimal.class,
                            "completeUntilMs", BigDecimal.class,
                            "late", Boolean.class,
                            "repaired", Boolean.class),
            "call.ended",
                    Map.of(
                            "callId", String.class,
                            "seq", BigDecimal.class,
                            "endReason", String.class,
                            "legs", List.class,
                            "pendingRepairMs", BigDecimal.class),
            "webhook.ping", Map.of("message", String.class));

    /** What is wrong with an event; null if nothing is. */
    static String misshapen(Object json) {
        if (!(json instanceof Map<?, ?> event
                && event.get("type") instanceof String type
                && event.get("data") instanceof Map<?, ?> data)) {
            return "expected a JSON object with type and data";
        }
        for (Map.Entry<String, Class<?>> field : SHAPES.getOrDefault(type, Map.of()).entrySet()) {
            Object value = data.get(field.getKey());
            if (!field.getValue().isInstance(value) || (value instanceof BigDecimal number && !isWhole(number))) {
                return type + " without a proper data." + field.getKey();
            }
        }
        if (type.equals("call.ended") && !((List<?>) data.get("legs")).stream().allMatch(Receiver::isLeg)) {
            return "call.ended with a leg without legId and finals";
        }
        return null;
    }

    static boolean isLeg(Object json) {
        return json instanceof Map<?, ?> leg
                && leg.get("legId") instanceof String
                && leg.get("finals") instanceof BigDecimal finals
                && isWhole(finals);
    }

    /** As large as JSON numbers can be everywhere. */
    static boolean isWhole(BigDecimal number) {
        return number.scale() <= 0 && number.scale() > -20 && number.precision() < 17;
    }

    // --- what is kept ----------------------------------------------------------------------------

    /** One event as it was stored. */
    record Stored(String id, long at, Map<String, Object> event) {}

    /**
     * Keeps events, each once, and what was done with them: one file per day, one JSON object per line, which is
     * {id, at, event}, {done: id} or {cursor}. Whatever waits is written and synced together.
     */
    static final class Store implements Task {
        /** What is to be written together, and who waits for it. */
        private static final class Order {
            final Map<String, Map<String, Object>> events; // by id
            final String cursor; // "" for none
            final String done; // an id, or "" for none
            final CompletableFuture<Integer> written = new CompletableFuture<>();
            int fresh;

            Order(Map<String, Map<String, Object>> events, String cursor, String done) {
                this.events = events;
                this.cursor = cursor;
                this.done = done;
            }
        }

        private final Path folder;
        private final int keepDays;
        private final BlockingQueue<Order> orders = new LinkedBlockingQueue<>();
        private final TreeMap<String, Set<String>> days = new TreeMap<>(); // ids of the newest days with events
        private FileChannel file; // today's
        private String day = "";
        private long size;
        final BlockingQueue<Stored> work = new LinkedBlockingQueue<>(); // what is new, as it was stored
        volatile String cursor = ""; // up to here the pull side was read

        final List<Stored> before = new ArrayList<>(); // of former runs, oldest first
        final Set<String> doneBefore = new HashSet<>();

        Store(Path folder, int keepDays) throws IOException {
            this.folder = Files.createDirectories(folder);
            this.keepDays = keepDays;
        }

        private Path path(String ofDay) {
            return folder.resolve("events-" + ofDay + ".ndjson");
        }

        /** Reads back everything kept. */
        void load() throws IOException {
            List<String> names;
            try (Stream<Path> files = Files.list(folder)) {
                names = files.map(it -> it.getFileName().toString())
                        .filter(it -> it.matches("events-\\d{4}-\\d\\d-\\d\\d\\.ndjson"))
                        .sorted()
                        .toList();
            }
            for (String name : names) {
                Path path = folder.resolve(name);
                days.put(name.substring(7, 17), new HashSet<>());
                cutTornLine(path);
                int number = 1;
                try (var lines = Files.newBufferedReader(path)) {
                    for (String line = lines.readLine(); line != null; line = lines.readLine(), number++) {
                        if (!(Json.parse(line) instanceof Map<?, ?> entry)) {
                            throw new Json.Bad("not an object");
                        }
                        remember(name.substring(7, 17), Json.object(entry));
                    }
                } catch (Json.Bad | CharacterCodingException e) {
                    throw new IOException(
                            path + ", line " + number + " is damaged; move the file away, or restore it", e);
                }
            }
        }

        private void remember(String ofDay, Map<String, Object> entry) {
            if (entry.get("id") instanceof String id && !isKnown(id)) {
                days.get(ofDay).add(id);
                before.add(new Stored(id, Json.number(entry.get("at")), Json.object(entry.get("event"))));
            } else if (entry.get("done") instanceof String done) {
                doneBefore.add(done);
            } else if (entry.get("cursor") instanceof String text) {
                cursor = text;
            }
        }

        private boolean isKnown(String id) {
            return days.values().stream().anyMatch(ids -> ids.contains(id));
        }

        /**
         * Stores events by their ids and the cursor behind them (or ""); returns, with how many of them are new, once
         * that would survive a power cut.
         */
        int add(Map<String, Map<String, Object>> events, String behind) throws IOException, InterruptedException {
            Order order = new Order(events, behind, "");
            orders.add(order);
            try {
                return order.written.get();
            } catch (ExecutionException e) {
                throw new IOException(e.getCause().getMessage(), e.getCause());
            }
        }

        void markDone(String id) {
            orders.add(new Order(Map.of(), "", id));
        }

        @Override
        public void run() throws InterruptedException {
            while (true) {
                List<Order> batch = new ArrayList<>(List.of(orders.take()));
                orders.drainTo(batch, MOST_AT_ONCE - 1);
                try {
                    work.addAll(write(batch, System.currentTimeMillis()));
                    batch.forEach(order -> order.written.complete(order.fresh));
                } catch (IOException e) {
                    batch.forEach(order -> order.written.completeExceptionally(e));
                }
            }
        }

        private List<Stored> write(List<Order> batch, long now) throws IOException {
            openToday(Instant.ofEpochMilli(now).toString().substring(0, 10));
            Map<String, Stored> fresh = new LinkedHashMap<>();
            StringBuilder lines = new StringBuilder();
            String newest = cursor;
            for (Order order : batch) {
                int known = fresh.size();
                order.events.forEach((id, event) -> {
                    if (!isKnown(id) && fresh.putIfAbsent(id, new Stored(id, now, event)) == null) {
                        line(lines, Json.of("id", id, "at", BigDecimal.valueOf(now), "event", event));
                    }
                });
                order.fresh = fresh.size() - known;
                if (!order.cursor.isEmpty() && !order.cursor.equals(newest)) {
                    newest = order.cursor;
                    line(lines, Json.of("cursor", newest));
                }
                if (!order.done.isEmpty()) {
                    line(lines, Json.of("done", order.done));
                }
            }
            append(lines, !fresh.isEmpty());
            days.get(day).addAll(fresh.keySet());
            cursor = newest;
            return List.copyOf(fresh.values());
        }

        private static void line(StringBuilder lines, Map<String, Object> entry) {
            lines.append(Json.text(entry)).append('\n');
        }

        /** All of it or nothing: what was written of a failed attempt is cut off again. */
        private void append(CharSequence text, boolean sync) throws IOException {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
            int length = bytes.remaining();
            try {
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
                if (sync) {
                    file.force(false);
                }
                size += length;
            } catch (IOException e) {
                day = "";
                try (FileChannel broken = file) {
                    broken.truncate(size);
                }
                throw e;
            }
        }

        private void openToday(String today) throws IOException {
            if (today.equals(day)) {
                return;
            }
            if (!day.isEmpty()) {
                file.close();
            }
            day = "";
            boolean isNew = Files.notExists(path(today));
            if (!isNew) {
                cutTornLine(path(today));
            }
            file = FileChannel.open(path(today), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            size = file.size();
            day = today;
            days.computeIfAbsent(today, it -> new HashSet<>());
            if (isNew) {
                syncFolder();
                if (!cursor.isEmpty()) {
                    StringBuilder line = new StringBuilder();
                    line(line, Json.of("cursor", cursor));
                    append(line, true);
                }
            }
            while (days.size() > keepDays) { // the newest on which anything came, however long ago that was
                Files.deleteIfExists(path(days.pollFirstEntry().getKey()));
            }
        }

        /** Makes a new file's name survive a power cut, where the system can. */
        private void syncFolder() throws IOException {
            if (!System.getProperty("os.name").startsWith("Windows")) {
                try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                    directory.force(true);
                }
            }
        }

        /** A line that was being written when the power went was never answered for. */
        private static void cutTornLine(Path path) throws IOException {
            try (FileChannel torn = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                ByteBuffer piece = ByteBuffer.allocate(65_536);
                long end = torn.size();
                boolean found = end == 0;
                while (!found && end > 0) {
                    long from = Math.max(0, end - piece.capacity());
                    piece.clear().limit((int) (end - from));
                    int read = torn.read(piece, from);
                    int newline = read - 1;
                    while (newline >= 0 && piece.get(newline) != '\n') {
                        newline--;
                    }
                    found = newline >= 0;
                    end = from + newline + 1;
                }
                torn.truncate(end);
            }
        }
    }

    // --- the work: replace what this prints by what you need -------------------------------------

    /** A final that waits for its turn. */
    record Held(long startMs, long seq, long arrived, String id, Map<String, Object> data) {}

    /** An event's end, not printed yet. */
    record End(String id, Map<String, Object> data) {}

    static final class Call {
        PriorityQueue<Held> held = new PriorityQueue<>(Comparator.comparingLong(Held::startMs).thenComparing(Held::seq));
        long completeUntil; // of the transcript, as the newest final says
        long printedUntil = -1; // startMs of the latest one that was printed
        final Map<String, Long> newest = new HashMap<>(); // highest number seen, by leg; of all events under "seq"
        final Map<String, Long> missing = new HashMap<>(); // "leg number" or "seq number" -> since when it is missed
        boolean started;
        long finals;
        End ended; // null until the end is known, and once it is printed
        long heardAt;
    }

    /** Takes stored events one by one and prints each call's finals in the order in which they were spoken. */
    static final class Work implements Task {
        private final Settings settings;
        private final Store store;
        private final Pull pull;
        private final Map<String, Call> calls = new LinkedHashMap<>(16, 0.75f, true); // heard of longest ago first
        private final Map<String, Call> waiting = new HashMap<>(); // of these, those in which something is held
        private boolean replaying;

        Work(Settings settings, Store store, Pull pull) {
            this.settings = settings;
            this.store = store;
            this.pull = pull;
        }

        /** Finds back to where the last run ended: what was printed then is not printed again. */
        void replay() {
            replaying = true;
            store.before.forEach(this::take);
            replaying = false;
            store.before.clear();
            store.doneBefore.clear();
            long now = System.currentTimeMillis();
            for (Call call : waiting.values()) { // what they wait for could not come meanwhile
                List<Held> held = List.copyOf(call.held);
                call.held.clear();
                held.forEach(it -> call.held.add(new Held(it.startMs, it.seq, now, it.id, it.data)));
                call.missing.replaceAll((number, since) -> now);
            }
        }

        @Override
        public void run() throws InterruptedException {
            long ticked = 0;
            while (true) {
                Stored next = store.work.poll(1, TimeUnit.SECONDS);
                if (next != null) {
                    take(next);
                }
                long now = System.currentTimeMillis();
                if (now - ticked >= 1_000) {
                    ticked = now;
                    tick(now);
                }
            }
        }

        void take(Stored stored) {
            String type = Json.string(stored.event.get("type"));
            Map<String, Object> data = Json.object(stored.event.get("data"));
            if (type.equals("webhook.ping")) {
                print(stored.id, "ping: " + data.get("message"));
            }
            if (!(data.get("callId") instanceof String callId)) {
                return;
            }
            Call call = calls.computeIfAbsent(callId, it -> new Call());
            long at = stored.at;
            call.heardAt = at;
            release(callId, call, at);
            if (type.equals("call.started")) {
                call.started = true;
                print(stored.id, callId + " started: " + orUnknown(data.get("from")) + " to " + orUnknown(data.get("to")));
            }
            if (settings.allEvents && data.get("seq") instanceof BigDecimal seq) {
                seen(callId, call, "seq", seq.longValue(), at);
            }
            if (type.equals("transcript.final")) {
                seen(callId, call, Json.string(data.get("legId")), Json.number(data.get("n")), at);
                call.finals++;
                call.completeUntil = Math.max(call.completeUntil, Json.number(data.get("completeUntilMs")));
                call.held.add(new Held(
                        Json.number(data.get("startMs")), Json.number(data.get("seq")), at, stored.id, data));
            }
            if (type.equals("call.ended")) {
                for (Object it : (List<?>) data.get("legs")) {
                    Map<String, Object> leg = Json.object(it);
                    expect(callId, call, Json.string(leg.get("legId")), Json.number(leg.get("finals")), at);
                }
                call.ended = new End(stored.id, data);
            }
            if (data.get("skipped") instanceof List<?> numbers) {
                skipped(callId, call, numbers);
            }
            release(callId, call, at);
        }

        private void seen(String callId, Call call, String counter, long number, long at) {
            if (call.started || call.newest.containsKey(counter)) {
                expect(callId, call, counter, number - 1, at);
            }
            call.missing.remove(counter + " " + number);
            call.newest.merge(counter, number, Math::max);
        }

        /** All numbers up to this one must have come. */
        private void expect(String callId, Call call, String counter, long number, long at) {
            long first = Math.max(call.newest.getOrDefault(counter, 0L) + 1, number - MOST_MISSING);
            if (first > number) {
                return;
            }
            for (long it = first; it <= number; it++) {
                call.missing.put(counter + " " + it, at);
            }
            call.newest.put(counter, number);
            String what = counter.equals("seq") ? counter : counter + " n";
            notice(callId + " missing: " + what + " " + (first == number ? first : first + "-" + number));
        }

        /** Sidetone has given these up: only the pull side still has them. */
        private void skipped(String callId, Call call, List<?> numbers) {
            List<String> texts = numbers.stream().map(String::valueOf).toList();
            notice(callId + " skipped: seq " + String.join(", ", texts));
            if (settings.pullUrl.isEmpty()) {
                call.missing.clear(); // nothing to wait for
            }
        }

        /** Prints the finals whose turn it is: nothing more can come before them, or it was waited for long enough. */
        private void release(String callId, Call call, long now) {
            call.missing.values().removeIf(since -> now - since >= settings.holdMs);
            for (Held next = call.held.peek(); next != null; next = call.held.peek()) {
                boolean inTurn = call.missing.isEmpty() && (call.ended != null || next.startMs < call.completeUntil);
                if (!inTurn && now - next.arrived < settings.holdMs) {
                    break;
                }
                call.held.remove();
                boolean late = Boolean.TRUE.equals(next.data.get("late")) || next.startMs < call.printedUntil;
                String marks = (late ? " (late)" : "")
                        + (Boolean.TRUE.equals(next.data.get("repaired")) ? " (repaired)" : "");
                call.printedUntil = Math.max(call.printedUntil, next.startMs);
                print(next.id, callId + " " + clock(next.startMs) + " " + next.data.get("role") + ": "
                        + next.data.get("text") + marks);
            }
            if (call.ended != null && call.held.isEmpty() && call.missing.isEmpty()) {
                End end = call.ended;
                call.ended = null;
                call.completeUntil = Long.MAX_VALUE; // what follows is late
                long expected = 0;
                for (Object leg : (List<?>) end.data.get("legs")) {
                    expected += Json.number(Json.object(leg).get("finals"));
                }
                String more = Json.number(end.data.get("pendingRepairMs")) > 0 ? ", more may follow" : "";
                print(end.id, callId + " ended: " + end.data.get("endReason") + ", " + call.finals + " of " + expected
                        + " finals" + more);
            }
            if (call.ended != null || !call.held.isEmpty()) {
                waiting.put(callId, call);
            } else {
                waiting.remove(callId);
            }
        }

        private void tick(long now) {
            List.copyOf(waiting.entrySet()).forEach(it -> release(it.getKey(), it.getValue(), now));
            Iterator<Map.Entry<String, Call>> oldest = calls.entrySet().iterator();
            while (oldest.hasNext()) {
                Map.Entry<String, Call> call = oldest.next();
                if (now - call.getValue().heardAt <= FORGET_AFTER_MS) {
                    return;
                }
                oldest.remove();
                waiting.remove(call.getKey());
            }
        }

        private void notice(String line) {
            if (!replaying) {
                say(line);
                pull.wake();
            }
        }

        private void print(String id, String line) {
            if (!store.doneBefore.contains(id)) {
                say(line);
                store.markDone(id);
            }
        }

        private static Object orUnknown(Object number) {
            return number == null ? "?" : number;
        }

        private static String clock(long ms) {
            return String.format("%02d:%02d.%03d", ms / 60_000, ms / 1_000 % 60, ms % 1_000);
        }
    }

    // --- catching up -----------------------------------------------------------------------------

    /** Reads from Sidetone what the webhook has missed: at the start, when something is missing, and every hour. */
    static final class Pull implements Task {
        private final Settings settings;
        private final Store store;
        private final Semaphore wanted = new Semaphore(0);
        private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

        Pull(Settings settings, Store store) {
            this.settings = settings;
            this.store = store;
        }

        void wake() {
            wanted.release();
        }

        @Override
        public void run() throws InterruptedException {
            long pauseSeconds = 1;
            while (true) {
                wanted.drainPermits();
                try {
                    catchUp();
                    pauseSeconds = 1;
                    wanted.tryAcquire(PULL_EVERY.toSeconds(), TimeUnit.SECONDS);
                    // and what is missed now may be on its way
                } catch (IOException | IllegalArgumentException | Json.Bad e) {
                    pauseSeconds = Math.min(60, 2 * pauseSeconds);
                    String why = e.getMessage() == null ? e.toString() : e.getMessage();
                    complain("catching up from " + settings.pullUrl + " failed: " + why + "; trying again in "
                            + pauseSeconds + " s");
                }
                TimeUnit.SECONDS.sleep(pauseSeconds);
            }
        }

        private void catchUp() throws IOException, InterruptedException, Json.Bad {
            int pulled = 0;
            int fresh = 0;
            while (true) {
                Map<String, Object> page = page();
                Map<String, Map<String, Object>> events = new LinkedHashMap<>();
                List<?> items = (List<?>) page.get("items");
                for (Object item : items) {
                    if (fits(item)) {
                        Map<String, Object> event = new LinkedHashMap<>(Json.object(item));
                        events.put(Json.string(event.remove("id")), event);
                    }
                }
                String next = page.get("nextCursor") instanceof String text ? text : "";
                fresh += store.add(events, next);
                pulled += events.size();
                if (items.isEmpty() || next.isEmpty()) {
                    say("receiver: caught up, " + pulled + " events pulled, " + fresh + " of them new");
                    return;
                }
            }
        }

        private Map<String, Object> page() throws IOException, InterruptedException, Json.Bad {
            String query = "limit=500&wait=0" + (settings.allEvents ? "" : "&types=" + WORKED_ON);
            if (!store.cursor.isEmpty()) {
                query += "&after=" + URLEncoder.encode(store.cursor, StandardCharsets.UTF_8);
            }
            HttpRequest request = HttpRequest.newBuilder(URI.create(settings.pullUrl + "/api/v1/events?" + query))
                    .timeout(Duration.ofSeconds(60))
                    .header("authorization", "Bearer " + settings.pullToken)
                    .header("accept", "application/json")
                    .build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                boolean unknown = answer.statusCode() == 401 || answer.statusCode() == 403;
                throw new IOException("answered " + answer.statusCode()
                        + (unknown ? "; is RECEIVER_PULL_TOKEN right?" : ""));
            }
            if (!(Json.parse(answer.body()) instanceof Map<?, ?> page && page.get("items") instanceof List<?>)) {
                throw new IOException("the answer is not a page of events");
            }
            return Json.object(page);
        }

        private static boolean fits(Object item) {
            String problem = misshapen(item);
            if (problem == null && !(Json.object(item).get("id") instanceof String id && ID.matcher(id).matches())) {
                problem = "no proper id";
            }
            if (problem != null) {
                complain("an event of the pull side is passed over: " + problem);
            }
            return problem == null;
        }
    }

    // --- the door --------------------------------------------------------------------------------

    static final class Door {
        private final Settings settings;
        private final Store store;

        Door(Settings settings, Store store) {
            this.settings = settings;
            this.store = store;
        }

        /** What is answered, and why; empty for a success. */
        private record Verdict(int status, String why) {}

        void handle(HttpExchange exchange) throws IOException {
            try (exchange) {
                Verdict verdict = judge(exchange);
                if (!verdict.why.isEmpty()) {
                    complain("answered " + verdict.status + ": " + verdict.why);
                }
                answer(exchange, verdict);
            } catch (IOException e) {
                complain("a request broke off: " + e.getMessage());
                throw e; // the server closes the connection
            } catch (InterruptedException | GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        private Verdict judge(HttpExchange exchange) throws IOException, InterruptedException, GeneralSecurityException {
            if (!exchange.getRequestMethod().equals("POST")) {
                return new Verdict(405, "only POST is taken here");
            }
            byte[] body = body(exchange);
            if (body.length > settings.maxBytes) {
                return new Verdict(413, "the body is longer than " + settings.maxBytes + " bytes");
            }
            Headers headers = exchange.getRequestHeaders();
            String objection = objection(settings.secrets, headers, body, System.currentTimeMillis());
            if (objection != null) {
                return new Verdict(401, objection);
            }
            Object event;
            try {
                event = Json.parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
            } catch (Json.Bad | CharacterCodingException e) {
                return new Verdict(400, "the body is not JSON");
            }
            String problem = misshapen(event);
            if (problem != null) {
                return new Verdict(400, problem);
            }
            try {
                store.add(Map.of(header(headers, "webhook-id"), Json.object(event)), "");
            } catch (IOException e) {
                return new Verdict(503, "it could not be stored: " + e.getMessage());
            }
            return new Verdict(204, "");
        }

        /** The body; of one that is too long no more than shows that. */
        private byte[] body(HttpExchange exchange) throws IOException {
            try (InputStream body = exchange.getRequestBody()) {
                return body.readNBytes(settings.maxBytes + 1);
            }
        }

        private static void answer(HttpExchange exchange, Verdict verdict) throws IOException {
            Headers headers = exchange.getResponseHeaders();
            if (verdict.status == 503) {
                headers.set("Retry-After", "5");
            }
            if (verdict.status == 405) {
                headers.set("Allow", "POST");
            }
            if (verdict.why.isEmpty() || exchange.getRequestMethod().equals("HEAD")) {
                exchange.sendResponseHeaders(verdict.status, -1);
                return;
            }
            byte[] why = (verdict.why + "\n").getBytes(StandardCharsets.UTF_8);
            headers.set("Content-Type", "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(verdict.status, why.length);
            exchange.getResponseBody().write(why);
        }
    }

    // --- JSON, which the JDK does not have ---------------------------------------------------------

    /** RFC 8259: objects are maps, arrays lists, numbers BigDecimals. */
    static final class Json {
        private static final int DEEPEST = 64;
        private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,9})?");

        static final class Bad extends Exception {
            private static final long serialVersionUID = 1;

            Bad(String message) {
                super(message);
            }
        }

        private final String text;
        private int at;

        private Json(String text) {
            this.text = text;
        }

        static Object parse(String text) throws Bad {
            Json json = new Json(text);
            Object value = json.value(0);
            if (json.next() != 0) {
                throw json.bad();
            }
            return value;
        }

        static Map<String, Object> of(Object... namesAndValues) {
            Map<String, Object> object = new LinkedHashMap<>();
            for (int i = 0; i < namesAndValues.length; i += 2) {
                object.put((String) namesAndValues[i], namesAndValues[i + 1]);
            }
            return object;
        }

        @SuppressWarnings("unchecked") // the parser makes no others
        static Map<String, Object> object(Object json) {
            return (Map<String, Object>) json;
        }

        static String string(Object json) {
            return (String) json;
        }

        static long number(Object json) {
            return ((BigDecimal) json).longValue();
        }

        static String text(Object json) {
            StringBuilder out = new StringBuilder();
            write(json, out);
            return out.toString();
        }

        private Bad bad() {
            return new Bad("not JSON at character " + at);
        }

        /** The next character that counts, or 0 at the end. */
        private char next() {
            while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            return at < text.length() ? text.charAt(at) : 0;
        }

        private boolean skip(char expected) {
            boolean there = next() == expected;
            at += there ? 1 : 0;
            return there;
        }

        private void need(char expected) throws Bad {
            if (!skip(expected)) {
                throw bad();
            }
        }

        private Object value(int depth) throws Bad {
            if (depth > DEEPEST) {
                throw bad();
            }
            return switch (next()) {
                case '{' -> object(depth);
                case '[' -> array(depth);
                case '"' -> string();
                case 't' -> word("true", true);
                case 'f' -> word("false", false);
                case 'n' -> word("null", null);
                default -> number();
            };
        }

        private Object word(String word, Object meaning) throws Bad {
            if (!text.startsWith(word, at)) {
                throw bad();
            }
            at += word.length();
            return meaning;
        }

        private Map<String, Object> object(int depth) throws Bad {
            Map<String, Object> object = new LinkedHashMap<>();
            need('{');
            if (skip('}')) {
                return object;
            }
            do {
                next();
                String name = string();
                need(':');
                object.put(name, value(depth + 1));
            } while (skip(','));
            need('}');
            return object;
        }

        private List<Object> array(int depth) throws Bad {
            List<Object> array = new ArrayList<>();
            need('[');
            if (skip(']')) {
                return array;
            }
            do {
                array.add(value(depth + 1));
            } while (skip(','));
            need(']');
            return array;
        }

        private BigDecimal number() throws Bad {
            var number = NUMBER.matcher(text).region(at, text.length());
            if (!number.lookingAt()) {
                throw bad();
            }
            at = number.end();
            return new BigDecimal(number.group());
        }

        private String string() throws Bad {
            need('"');
            StringBuilder out = new StringBuilder();
            while (at < text.length() && text.charAt(at) != '"') {
                char c = text.charAt(at++);
                if (c < ' ') {
                    throw bad();
                }
                out.append(c == '\\' ? escaped() : c);
            }
            need('"');
            return out.toString();
        }

        private char escaped() throws Bad {
            int kind = at < text.length() ? "\"\\/bfnrtu".indexOf(text.charAt(at++)) : -1;
            if (kind >= 0 && kind < 8) {
                return "\"\\/\b\f\n\r\t".charAt(kind);
            }
            if (kind < 0 || at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
                throw bad();
            }
            at += 4;
            return (char) Integer.parseInt(text.substring(at - 4, at), 16);
        }

        private static void write(Object json, StringBuilder out) {
            if (json instanceof Map<?, ?> object) {
                String before = "{";
                for (Map.Entry<?, ?> field : object.entrySet()) {
                    out.append(before);
                    quote((String) field.getKey(), out);
                    out.append(':');
                    write(field.getValue(), out);
                    before = ",";
                }
                out.append(object.isEmpty() ? "{}" : "}");
            } else if (json instanceof List<?> array) {
                String before = "[";
                for (Object item : array) {
                    out.append(before);
                    write(item, out);
                    before = ",";
                }
                out.append(array.isEmpty() ? "[]" : "]");
            } else if (json instanceof String string) {
                quote(string, out);
            } else {
                out.append(json);
            }
        }

        private static void quote(String text, StringBuilder out) {
            out.append('"');
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '"' || c == '\\') {
                    out.append('\\').append(c);
                } else if (c < ' ' || Character.isSurrogate(c)) {
                    out.append(String.format("\\u%04x", (int) c)); // a lone surrogate has no UTF-8
                } else {
                    out.append(c);
                }
            }
            out.append('"');
        }
    }
}
