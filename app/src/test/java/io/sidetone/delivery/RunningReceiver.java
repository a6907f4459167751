package io.sidetone.delivery;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.spi.ToolProvider;

/** One of the example receivers, in a process of its own, and what it prints. */
public final class RunningReceiver implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;
    private static final Path HOME = Path.of("..", "receivers").toAbsolutePath().normalize();

    private static final String JVM =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    public static final List<String> JAVA = List.of(JVM, "java/Receiver.java");
    public static final List<String> NODE = List.of("node", "node/receiver.mjs");
    public static final List<String> PYTHON = List.of("python3", "python/receiver.py");

    private final Process process;
    private final List<String> lines = new ArrayList<>(); // standard output and errors
    private boolean over;

    private RunningReceiver(Process process) {
        this.process = process;
    }

    /**
     * Starts one and does not wait.
     *
     * @param command as from the folder of the receivers
     * @param environment beyond a free port and the folder
     */
    public static RunningReceiver launch(List<String> command, Path folder, Map<String, String> environment)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(HOME.toFile()).redirectErrorStream(true);
        builder.environment().put("RECEIVER_PORT", "0");
        builder.environment().put("RECEIVER_DATA", folder.toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        builder.environment().putAll(environment);
        RunningReceiver receiver = new RunningReceiver(builder.start());
        Thread reader = new Thread(receiver::read, "receiver's lines");
        reader.setDaemon(true);
        reader.start();
        return receiver;
    }

    private void read() {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                said(line);
            }
        } catch (IOException e) {
            said("reading the receiver's lines failed: " + e);
        }
        synchronized (this) {
            over = true;
            notifyAll();
        }
    }

    private synchronized void said(String line) {
        lines.add(line);
        notifyAll();
    }

    /** The one in Java, compiled once: whoever starts it twenty times need not compile it twenty times. */
    static List<String> compiledJava() {
        Path classes = Path.of("target", "receivers").toAbsolutePath();
        ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
        String source = HOME.resolve(JAVA.get(1)).toString();
        if (javac.run(System.out, System.err, "-Xlint:all", "-Werror", "-d", classes.toString(), source) != 0) {
            throw new AssertionError(source + " does not compile; see above");
        }
        return List.of(JVM, "-cp", classes.toString(), "Receiver");
    }

    /** Waits until it listens; where. */
    public URI url() throws InterruptedException {
        String line = await(it -> it.startsWith("receiver: listening on "));
        return URI.create(line.substring(line.indexOf("http")));
    }

    /** Waits for a line; the first that fits, also of those that came before. */
    public synchronized String await(Predicate<String> fits) throws InterruptedException {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            for (String line : lines) {
                if (fits.test(line)) {
                    return line;
                }
            }
            long leftMillis = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
            if (over || leftMillis <= 0) {
                throw new AssertionError("no such line among " + lines);
            }
            wait(leftMillis);
        }
    }

    /** What it has printed of a call so far. */
    public synchronized List<String> of(String callId) {
        return lines.stream()
                .filter(line -> line.startsWith(callId + " "))
                .map(line -> line.substring(callId.length() + 1))
                .toList();
    }

    /** Ends it as a power cut would. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Waits for its own end. */
    public int exitStatus() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("did not end; it had said " + lines);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
