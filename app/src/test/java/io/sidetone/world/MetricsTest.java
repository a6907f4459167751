package io.sidetone.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.server.Pem;
import io.sidetone.sim.deepgram.Fault;
import io.sidetone.sim.deepgram.Faults;
import io.sidetone.sim.deepgram.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written about metrics, and what is made of them, against what a server exports that has seen a bit of everything. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class MetricsTest {
    private static final Path ROOT = Path.of("..");
    private static final String PLAGUED = "plagued";
    /** Micrometer's own; one line in the document stands for them all. */
    private static final Pattern OF_THE_PROCESS = Pattern.compile("sidetone_(jvm|process|system|netty)_.*");

    private static final Map<String, Scrape.Metric> METRICS = new TreeMap<>();

    @BeforeAll
    static void seeABitOfEverything(@TempDir Path data) throws Exception {
        Path certificate = data.resolve("certificate.pem");
        Path key = data.resolve("key.pem");
        Pem.of("localhost").write(certificate, key);
        Map<String, String> settings =
                Map.of("http.tls.certificate", certificate.toString(), "http.tls.key", key.toString());
        try (World world = World.start(data, settings)) {
            world.deepgram().faults(Faults.none().with(new Fault.Refuse(401), Scope.query("keyterm", PLAGUED)));
            System.gc(); // its pauses are measured from the first on
            Conversation well = Conversation.begin(world, world.voiceUrl(""), "hello", 1_000);
            TroubledCall.place(world, PLAGUED, "hello", 3_000).over().join();
            well.isComplete();
            Scrape.of(world.server().managementPort()); // some are first measured by looking at them
            METRICS.putAll(Scrape.of(world.server().managementPort()));
        }
    }

    @Test
    void theDocumentListsWhatIsExportedAndNothingElse() throws IOException {
        String table = METRICS.entrySet().stream()
                .filter(it -> !OF_THE_PROCESS.matcher(it.getKey()).matches())
                .filter(it -> !it.getKey().endsWith("_max")) // Micrometer's companion of each timer
                .map(it -> it.getValue().row(it.getKey()) + "\n")
                .reduce("", String::concat);
        String document = Files.readString(ROOT.resolve("docs/metrics.md"));

        assertThat(document)
                .as("replace the table in docs/metrics.md by:%n%s", table)
                .contains("|---|---|---|---|\n" + table + "\n");
        assertThat(table).hasLineCount((int)
                document.lines().filter(line -> line.startsWith("| `sidetone_")).count());
    }

    @Test
    void everyMetricSaysWhatItMeans() {
        assertThat(METRICS).hasSizeGreaterThan(60).allSatisfy((name, metric) -> assertThat(
                        OF_THE_PROCESS.matcher(name).matches() ? "-" : metric.meaning())
                .as(name)
                .isNotBlank());
    }

    @ParameterizedTest
    @ValueSource(strings = {"deploy/prometheus/alerts.yaml", "deploy/grafana/sidetone.json", "docs/runbook.md"})
    void whatIsAskedForIsExported(String file) throws IOException {
        Set<String> exported = new TreeSet<>();
        METRICS.values().forEach(metric -> exported.addAll(metric.samples()));
        if (file.endsWith(".md")) { // prose may speak of a timer as a whole
            exported.addAll(METRICS.keySet());
        }
        Set<String> asked = new TreeSet<>();
        Matcher name = Pattern.compile("\\bsidetone_\\w+").matcher(Files.readString(ROOT.resolve(file)));
        while (name.find()) {
            asked.add(name.group());
        }

        assertThat(asked).hasSizeGreaterThan(4);
        assertThat(exported).containsAll(asked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"deploy/prometheus/alerts.yaml", "deploy/grafana/sidetone.json"})
    void whatIsAskedOfALabelExists(String file) throws IOException {
        String text = Files.readString(ROOT.resolve(file)).replace("\\\"", "\"");
        Matcher selector = Pattern.compile("\\b(sidetone_\\w+)\\{([^}]*)}").matcher(text);
        int looked = 0;
        while (selector.find()) {
            Scrape.Metric metric = METRICS.values().stream()
                    .filter(it -> it.samples().contains(selector.group(1)))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(selector.group()));
            Stream<String> labels = Pattern.compile("(\\w+)(?==~?\"|!=\")")
                    .matcher(selector.group(2))
                    .results()
                    .map(it -> it.group(1));
            assertThat(labels.filter(it -> !it.matches("instance|job|quantile|le")))
                    .as(selector.group())
                    .allMatch(metric.labels()::contains);
            looked++;
        }
        assertThat(looked).isGreaterThan(3);
    }

    @Test
    void everyAlertIsInTheRunbookAndNoOther() throws IOException {
        assertThat(found("(?m)^ +- alert: (\\w+)$", "deploy/prometheus/alerts.yaml"))
                .hasSizeGreaterThan(15)
                .isEqualTo(found("(?m)^## (\\w+)$", "docs/runbook.md"));
    }

    private static Set<String> found(String pattern, String file) throws IOException {
        Set<String> all = new TreeSet<>();
        Pattern.compile(pattern)
                .matcher(Files.readString(ROOT.resolve(file)))
                .results()
                .forEach(it -> all.add(it.group(1)));
        return all;
    }
}
