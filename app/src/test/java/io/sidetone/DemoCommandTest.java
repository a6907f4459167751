package io.sidetone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.sidetone.world.Threads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The demo as it is printed into a pipe: in real time, with everything that a newcomer is promised. */
class DemoCommandTest {
    private static final List<String> RECORDINGS = List.of("compressor", "chaudiere", "serial-number");
    private static final Pattern SAID = Pattern.compile("(\\S+) +(technician|agent) +(… )?(.*)");
    private static final Pattern EVENT =
            Pattern.compile("  webhook verified  \\S+  ([a-z.]+) +([A-Za-z0-9_-]{8})(?: .*)?");
    private static final Pattern PORT = Pattern.compile("(?:127\\.0\\.0\\.1|localhost):([0-9]+)");

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void showsThreeCallsFromTheFirstRingToTheLastWebhook() throws IOException, InterruptedException {
        Set<Path> before = demoFolders();
        Ran demo = Ran.command("demo", "--once");
        List<String> lines = demo.out().lines().toList();

        assertThat(demo.err()).isEmpty();
        assertThat(demo.exit()).isZero();
        bothSpeakersAreGuessedBeforeTheyAreSettled(lines);
        everyCallIsToldToTheWebhookInOrder(lines);
        assertThat(demo.out())
                .contains("La chaudière s'arrête au bout de dix minutes.")
                .doesNotContain("REFUSED");
        assertThat(lines.get(lines.size() - 1))
                .matches("3 calls: \\d+ webhook events, \\d+ of them finals; every one verified, in order,"
                        + " none missing");

        assertThat(Threads.left()).isEmpty();
        assertThat(demoFolders()).isEqualTo(before);
        portsAreFree(lines);
    }

    private static void bothSpeakersAreGuessedBeforeTheyAreSettled(List<String> lines) {
        for (String recording : RECORDINGS) {
            for (String role : List.of("technician", "agent")) {
                boolean guessed = false;
                int settled = 0;
                for (String line : lines) {
                    Matcher said = SAID.matcher(line);
                    if (!said.matches()
                            || !said.group(1).equals(recording)
                            || !said.group(2).equals(role)) {
                        continue;
                    }
                    if (said.group(3) != null) {
                        guessed = true;
                    } else {
                        assertThat(guessed).as("a guess before: %s", line).isTrue();
                        guessed = false;
                        settled++;
                    }
                }
                assertThat(settled).as("finals of %s on %s", role, recording).isPositive();
            }
        }
    }

    private static void everyCallIsToldToTheWebhookInOrder(List<String> lines) {
        Map<String, List<String>> types = new LinkedHashMap<>(); // by call
        for (String line : lines) {
            Matcher event = EVENT.matcher(line);
            if (event.matches()) {
                types.computeIfAbsent(event.group(2), call -> new ArrayList<>()).add(event.group(1));
            }
        }
        assertThat(types).hasSize(RECORDINGS.size());
        assertThat(types.values()).allSatisfy(told -> {
            assertThat(told).first().isEqualTo("call.started");
            assertThat(told).last().isEqualTo("call.ended");
            assertThat(told.stream().filter("leg.started"::equals)).hasSize(2);
            assertThat(told.stream().filter("leg.ended"::equals)).hasSize(2);
            assertThat(told).doesNotContain("fault");
            assertThat(told.indexOf("transcript.final")).isGreaterThan(told.indexOf("leg.started"));
            assertThat(told.lastIndexOf("transcript.final")).isLessThan(told.lastIndexOf("leg.ended"));
            assertThat(told.lastIndexOf("utterance.completed")).isLessThan(told.lastIndexOf("leg.ended"));
        });
    }

    private static void portsAreFree(List<String> lines) {
        List<Integer> ports = lines.stream()
                .limit(2)
                .flatMap(line -> PORT.matcher(line).results())
                .map(port -> Integer.valueOf(port.group(1)))
                .toList();
        assertThat(ports).hasSize(3);
        assertThat(ports).allSatisfy(port -> assertThatCode(() -> {
                    try (ServerSocket socket = new ServerSocket()) {
                        socket.setReuseAddress(true); // closed connections may still be in TIME_WAIT
                        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                    }
                })
                .doesNotThrowAnyException());
    }

    private static Set<Path> demoFolders() throws IOException {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.filter(path -> path.getFileName().toString().startsWith("sidetone-demo"))
                    .collect(Collectors.toSet());
        }
    }
}
