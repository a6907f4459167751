package io.sidetone.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.sidetone.settings.Explained;
import io.sidetone.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the files of {@code deploy/} take for granted of Sidetone, held to what is so. */
class DeployFilesTest {
    /** Of the files themselves, of the launcher, and a group's beginning in prose. */
    private static final Set<String> NO_SETTINGS = Set.of("SIDETONE_DOMAIN", "SIDETONE_UPSTREAM", "SIDETONE_JAVA_OPTS");

    @Test
    void everyVariableIsASettings() throws IOException {
        Set<String> known = Settings.reference().stream()
                .map(Explained::environment)
                .filter(Objects::nonNull)
                .map(String::valueOf)
                .collect(Collectors.toSet());
        Set<String> named = new TreeSet<>();
        for (Path file : Deploy.files()) {
            Matcher name = Pattern.compile("\\bSIDETONE_[A-Z0-9_]+").matcher(Files.readString(file));
            while (name.find()) {
                named.add(name.group());
            }
        }
        named.removeAll(NO_SETTINGS);

        assertThat(named).hasSizeGreaterThan(8).isSubsetOf(known);
    }

    @Test
    void aContainerIsGivenMoreTimeThanCallsAre() throws IOException {
        long drain = number("SIDETONE_DRAIN_SECONDS=(\\d+)", "container/Dockerfile");
        JsonNode services = Deploy.yaml("compose.yaml").path("services");

        assertThat(drain)
                .isEqualTo(Deploy.yaml("helm/sidetone/values.yaml")
                        .path("drainSeconds")
                        .asLong());
        String grace = services.at("/sidetone/stop_grace_period").asText();
        assertThat(grace).endsWith("s");
        assertThat(Long.parseLong(grace.replace("s", ""))).isGreaterThan(drain);
        assertThat(services.at("/sidetone/depends_on/0").asText())
                .as("the one that is stopped after it: its sockets are the calls")
                .isEqualTo("caddy");
        assertThat(number("TimeoutStopSec=(\\d+)s", "systemd/sidetone.service"))
                .isGreaterThan(number("SIDETONE_DRAIN_SECONDS=(\\d+)", "systemd/sidetone.service"));
    }

    private static long number(String pattern, String file) throws IOException {
        Matcher found = Pattern.compile(pattern).matcher(Deploy.text(file));
        assertThat(found.find()).as("%s in %s", pattern, file).isTrue();
        return Long.parseLong(found.group(1));
    }

    @Test
    void composeShowsTheWorldNothingButTheProxy() throws IOException {
        JsonNode services = Deploy.yaml("compose.yaml").path("services");
        services.fieldNames().forEachRemaining(name -> {
            JsonNode service = services.path(name);
            assertThat(service.path("cap_drop").path(0).asText()).as(name).isEqualTo("ALL");
            for (JsonNode port : service.path("ports")) {
                assertThat(name.equals("caddy") || port.asText().startsWith("127.0.0.1:"))
                        .as("%s publishes %s", name, port)
                        .isTrue();
            }
        });
        assertThat(services.path("sidetone").has("ports")).isFalse();
        assertThat(services.path("sidetone").path("read_only").asBoolean()).isTrue();
    }

    @Test
    void composeMountsOnlyWhatIsThere() throws IOException {
        Set<String> made = Set.of("./sidetone.yaml"); // by the operator
        for (JsonNode service : Deploy.yaml("compose.yaml").path("services")) {
            for (JsonNode volume : service.path("volumes")) {
                String source = volume.asText().split(":", -1)[0];
                if (source.startsWith(".") && !made.contains(source)) {
                    assertThat(Deploy.FOLDER.resolve(source)).exists();
                }
            }
        }
    }

    @Test
    void theImageCopiesOnlyWhatItsContextHas() throws IOException {
        String ignore = Files.readString(Path.of("..", ".dockerignore"));
        Matcher copied = Pattern.compile("(?m)^COPY (deploy/\\S+) ").matcher(Deploy.text("container/Dockerfile"));
        assertThat(copied.find()).isTrue();
        assertThat(Path.of("..", copied.group(1))).exists();
        assertThat(ignore).contains("!deploy/container").contains("*\n");
        assertThat(Deploy.text("container/Dockerfile"))
                .contains("USER 10001:10001", "STOPSIGNAL SIGTERM", "HEALTHCHECK");
    }

    @Test
    void javaKnowsTheOptionsOfTheContainer() throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> options = Deploy.text("container/java.options")
                .lines()
                .filter(line -> line.startsWith("-XX:")) // the others are of Java 24 and later, or no options of Java's
                .toList();
        assertThat(options).hasSize(7);
        List<String> command = new ArrayList<>(List.of(java));
        options.stream()
                .filter(option -> Runtime.version().feature() >= 25 || !option.contains("CompactObjectHeaders"))
                .forEach(command::add);
        command.add("-version");
        Deploy.Said said = Deploy.run(Map.of(), command);
        assertThat(said.exit()).as(said.out()).isZero();
    }

    @Test
    void theChartsValuesAreAsItsSchemaSays() throws IOException {
        Schema schema = schema();
        assertThat(schema.validate(Deploy.yaml("helm/sidetone/values.yaml").toString(), InputFormat.JSON))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"replicas\": 0}",
                "{\"replica\": 2}",
                "{\"drainSeconds\": \"15000\"}",
                "{\"domain\": \"https://calls.example.com\"}",
                "{\"secrets\": {\"name\": \"s\", \"more\": {\"SIDETONE_WEBHOOK_SECRET\": \"k\"}}}",
                "{\"storage\": {\"size\": \"lots\"}}",
            })
    void theSchemaRefusesWhatCannotWork(String given) throws IOException {
        ObjectNode values = (ObjectNode) Deploy.yaml("helm/sidetone/values.yaml");
        new ObjectMapper().readTree(given).properties().forEach(it -> values.set(it.getKey(), it.getValue()));
        assertThat(schema().validate(values.toString(), InputFormat.JSON)).isNotEmpty();
    }

    private static Schema schema() throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(Deploy.text("helm/sidetone/values.schema.json"), InputFormat.JSON);
    }
}
