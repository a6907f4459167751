package io.sidetone.world;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a management port exports, in Prometheus' text format. */
final class Scrape {
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

    /**
     * One metric.
     *
     * @param samples the names of its lines
     * @param labels without those that belong to its type
     */
    record Metric(String type, String meaning, Set<String> samples, Set<String> labels) {
        String row(String name) {
            String tags = labels.isEmpty() ? "" : "`" + String.join("`, `", labels) + "`";
            return "| `" + name + "` | " + type + " | " + tags + " | " + meaning + " |";
        }
    }

    private Scrape() {}

    static Map<String, Metric> of(int managementPort) throws IOException {
        Map<String, Metric> metrics = new TreeMap<>();
        Knock.ask(managementPort, "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .lines()
                .forEach(new Reader(metrics)::line);
        return metrics;
    }

    private static final class Reader {
        private static final Pattern HELP = Pattern.compile("# HELP (\\S+) ?(.*)");
        private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
        private static final Pattern SAMPLE = Pattern.compile("(sidetone_\\w+)(?:\\{(.*)})? \\S+");

        private final Map<String, Metric> metrics;
        private String meaning = "";
        private Metric current = new Metric("", "", new TreeSet<>(), new TreeSet<>());

        Reader(Map<String, Metric> metrics) {
            this.metrics = metrics;
        }

        void line(String line) {
            Matcher help = HELP.matcher(line);
            Matcher type = TYPE.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (help.matches()) {
                meaning = Objects.requireNonNull(help.group(2));
            } else if (type.matches()) {
                current = new Metric(type.group(2), meaning, new TreeSet<>(), new TreeSet<>());
                metrics.put(type.group(1), current);
                meaning = "";
            } else if (sample.matches()) {
                current.samples().add(sample.group(1));
                LABEL.matcher(Objects.requireNonNullElse(sample.group(2), ""))
                        .results()
                        .map(it -> it.group(1))
                        .filter(it -> !it.matches("le|quantile"))
                        .forEach(current.labels()::add);
            }
        }
    }
}
