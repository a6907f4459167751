package io.sidetone.world;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sidetone in a process of its own, as an operator runs it. */
public final class Child implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> seen = new ArrayList<>();
    private final Thread reader;

    private Child(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "child's lines");
        reader.setDaemon(true);
    }

    /** Starts a command; everything it prints is one stream of lines. */
    public static Child run(Path workingDirectory, String... arguments) throws IOException {
        return run("io.sidetone.Main", workingDirectory, arguments);
    }

    /** The same with options for Java, and with nothing of this process's environment. */
    public static Child bare(List<String> options, Path workingDirectory, Map<String, String> environment)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.sidetone.Main", "serve"));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(workingDirectory.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Child child = new Child(builder.start());
        child.reader.start();
        return child;
    }

    /** The same with another class to begin with. */
    static Child run(String main, Path workingDirectory, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-ea",
                "-cp",
                System.getProperty("java.class.path"),
                main));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(workingDirectory.toFile()).redirectErrorStream(true);
        Child child = new Child(builder.start());
        child.reader.start();
        return child;
    }

    private void read() {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("reading the child's lines failed: " + e);
        }
    }

    /** The next line that holds these words. */
    public String line(String words) throws InterruptedException {
        while (true) {
            @Nullable String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("no line with '" + words + "' among " + seen);
            }
            seen.add(line);
            if (line.contains(words)) {
                return line;
            }
        }
    }

    /** All lines so far. */
    public List<String> everything() {
        lines.drainTo(seen);
        return List.copyOf(seen);
    }

    /** SIGTERM. By the handle: {@code Process.destroy()} would close the child's output as well. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** SIGKILL: nothing is flushed, nobody says goodbye. Gives everything printed that nobody has asked for yet. */
    List<String> kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
        reader.join(); // what was printed before the end is still in the pipe
        List<String> rest = new ArrayList<>(seen);
        lines.drainTo(rest);
        return rest;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the end. */
    public int exitStatus() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("did not end; it had said " + seen + lines);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
