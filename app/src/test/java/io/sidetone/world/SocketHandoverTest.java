package io.sidetone.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One process after another on a port that somebody else holds, as systemd does: nobody who knocks is ever refused. */
@Tag("peers")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SocketHandoverTest {
    /** Does for one program what systemd does for a service with a socket; obeys "start" and "stop". */
    private static final String HOLDER = """
            import os, signal, socket, sys
            held = socket.create_server(("127.0.0.1", 0), backlog=512)
            print(held.getsockname()[1], flush=True)
            pid = 0
            for order in sys.stdin:
                if order.strip() == "start":
                    pid = os.fork()
                    if pid == 0:
                        log = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
                        os.dup2(log, 1)
                        os.dup2(log, 2)
                        os.dup2(held.fileno(), 3)
                        os.set_inheritable(3, True)
                        os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
                        os.execv(sys.argv[2], sys.argv[2:])
                else:
                    os.kill(pid, signal.SIGTERM)
                    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
            """;

    @Test
    void nobodyIsRefusedWhileOneProcessFollowsTheOther(@TempDir Path folder) throws Exception {
        Path log = Files.createFile(folder.resolve("log"));
        Process holder = new ProcessBuilder(command(folder, log)).start();
        try (PrintStream orders = new PrintStream(holder.getOutputStream(), true, StandardCharsets.UTF_8);
                BufferedReader told =
                        new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8))) {
            int port = Integer.parseInt(told.readLine());
            orders.println("start");
            String first = instance(port); // waits in the backlog until somebody is there
            AtomicBoolean over = new AtomicBoolean();
            CompletableFuture<Set<String>> seen = CompletableFuture.supplyAsync(() -> knock(port, over));

            orders.println("stop");
            assertThat(told.readLine()).as(() -> text(log)).isEqualTo("0");
            orders.println("start");
            String second = instance(port);
            over.set(true);

            assertThat(second).isNotEqualTo(first);
            assertThat(seen.get()).contains(first, second).hasSize(2);
            orders.println("stop");
            assertThat(told.readLine()).isEqualTo("0");
        } finally {
            holder.destroyForcibly();
        }
    }

    private static List<String> command(Path folder, Path log) {
        List<String> command = new ArrayList<>(List.of("python3", "-c", HOLDER, log.toString()));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.sidetone.Main",
                "serve"));
        for (String setting : List.of(
                "http.host=127.0.0.1",
                "management.port=0",
                "deepgram.api-key=any",
                "data.dir=" + folder.resolve("data"))) {
            command.add("--set");
            command.add(setting);
        }
        return command;
    }

    /** Knocks again and again, and notes who answers; a refusal or a cut connection is a failure. */
    private static Set<String> knock(int port, AtomicBoolean over) {
        Set<String> answered = new LinkedHashSet<>();
        try {
            while (!over.get()) {
                answered.add(instance(port));
            }
            answered.add(instance(port));
        } catch (IOException e) {
            throw new AssertionError("after answers of " + answered, e);
        }
        return answered;
    }

    private static String instance(int port) throws IOException {
        try (Knock knock = Knock.at(port)) {
            knock.patience(60_000);
            String answer = knock.say("GET /twilio/instance HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                    .answer();
            assertThat(answer).startsWith("HTTP/1.1 200 ");
            return answer.substring(answer.indexOf("\r\n\r\n") + 4).strip();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
