package io.sidetone.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidetone.settings.Settings;
import io.sidetone.settings.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of {@code deploy/}, read by the programs that they are for. */
@Tag("deploy")
class DeployToolsTest {
    private static final String EVERYTHING = """
            {"replicas": 3, "domain": "calls.example.com",
             "autoscaling": {"enabled": true, "maxReplicas": 5},
             "podMonitor": {"enabled": true},
             "networkPolicy": {"ingressFrom": [{"podSelector": {"matchLabels": {"app": "ingress"}}}],
                               "metricsFrom": [{"podSelector": {"matchLabels": {"app": "prometheus"}}}]},
             "ingress": {"className": "nginx"},
             "storage": {"className": "fast"},
             "javaOptions": "-Xlog:gc",
             "podAnnotations": {"a": "b"}, "nodeSelector": {"disk": "ssd"},
             "tolerations": [{"key": "calls", "operator": "Exists"}],
             "secrets": {"more": {"SIDETONE_WEBHOOK_SECRET_FILE": "webhook-secret"}},
             "settings": {"answer": {"announce": "This call is transcribed."},
                          "webhook": {"url": "https://nlu.example.com/finals"}}}
            """;

    @Test
    void theAlertsAreRulesThatComeWhenTheyShould() throws IOException, InterruptedException {
        for (String[] command : new String[][] {
            {"promtool", "check", "rules", "prometheus/alerts.yaml"},
            {"promtool", "test", "rules", "prometheus/alerts.test.yaml"},
            {"promtool", "check", "config", "--syntax-only", "prometheus/prometheus.yaml"}
        }) {
            Deploy.Said said = Deploy.run(command);
            assertThat(said.exit()).as(said.out()).isZero();
        }
    }

    @Test
    void theUnitIsOneAndSafe(@TempDir Path folder) throws IOException, InterruptedException {
        // the program that it starts is looked for, and this machine need not have that one
        Path unit = Files.writeString(
                folder.resolve("sidetone.service"),
                Deploy.text("systemd/sidetone.service").replaceFirst("/usr/bin/java", "/bin/true"));
        Path socket = Files.copy(Deploy.FOLDER.resolve("systemd/sidetone.socket"), folder.resolve("sidetone.socket"));
        Deploy.Said verified = Deploy.run("systemd-analyze", "verify", "--man=no", unit.toString(), socket.toString());
        assertThat(verified.exit()).as(verified.out()).isZero();
        assertThat(verified.out()).isEmpty();
        Deploy.Said exposure =
                Deploy.run("systemd-analyze", "security", "--offline=true", "--threshold=20", unit.toString());
        assertThat(exposure.exit())
                .as("more than 2.0 of 10: %s", exposure.out())
                .isZero();
    }

    @Test
    void theChartAsItIs(@TempDir Path folder) throws IOException, InterruptedException {
        List<JsonNode> manifests = render(folder, "{}");
        assertThat(kinds(manifests))
                .containsExactlyInAnyOrder(
                        "ConfigMap",
                        "StatefulSet",
                        "Service",
                        "Service",
                        "Ingress",
                        "NetworkPolicy",
                        "PodDisruptionBudget");
        holdsWhatIsPromised(manifests, folder);
    }

    @Test
    void theChartWithEverythingOn(@TempDir Path folder) throws IOException, InterruptedException {
        List<JsonNode> manifests = render(folder, EVERYTHING);
        assertThat(kinds(manifests)).contains("HorizontalPodAutoscaler", "PodMonitor");
        assertThat(kinds(manifests).stream().filter("Service"::equals)).hasSize(1 + 5);
        assertThat(only(manifests, "StatefulSet").at("/spec/replicas").isMissingNode())
                .as("the autoscaler's")
                .isTrue();
        holdsWhatIsPromised(manifests, folder);
    }

    private static void holdsWhatIsPromised(List<JsonNode> manifests, Path folder) throws IOException {
        JsonNode pod = only(manifests, "StatefulSet").at("/spec/template/spec");
        JsonNode container = pod.at("/containers/0");
        Map<String, String> environment = environment(container);

        assertThat(pod.path("terminationGracePeriodSeconds").asLong())
                .isGreaterThan(Long.parseLong(environment.getOrDefault("SIDETONE_DRAIN_SECONDS", "")));
        assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                .isTrue();
        assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/health/ready");
        assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/health/live");
        JsonNode rules = only(manifests, "Ingress").at("/spec/rules");
        assertThat(rules.at("/0/host").asText())
                .isEqualTo(environment
                        .getOrDefault("SIDETONE_HTTP_PUBLIC_URL", "")
                        .replace("https://$(POD_NAME)", "sidetone-0"));
        for (JsonNode rule : rules) {
            String service = rule.at("/http/paths/0/backend/service/name").asText();
            assertThat(manifests)
                    .anyMatch(it -> it.path("kind").asText().equals("Service")
                            && it.at("/metadata/name").asText().equals(service)
                            && it.at("/spec/selector/statefulset.kubernetes.io~1pod-name")
                                    .asText()
                                    .equals(service));
        }
        assertThat(settings(manifests, environment, folder).http().publicUrl().toString())
                .isEqualTo("https://sidetone-0.calls.example.com");
    }

    /** What a pod's process would read. */
    private static Settings settings(List<JsonNode> manifests, Map<String, String> environment, Path folder)
            throws IOException {
        Path file = Files.writeString(
                folder.resolve("sidetone.yaml"),
                only(manifests, "ConfigMap").at("/data/sidetone.yaml").asText());
        Map<String, String> given = new HashMap<>();
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            String value = variable.getValue().replace("$(POD_NAME)", "sidetone-0");
            if (variable.getKey().endsWith("_FILE")) {
                String secret = variable.getKey().contains("WEBHOOK")
                        ? "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
                        : "a-secret";
                value = Files.writeString(folder.resolve(variable.getKey()), secret)
                        .toString();
            }
            if (variable.getKey().startsWith("SIDETONE_")) {
                given.put(variable.getKey(), value);
            }
        }
        return Settings.read(new Sources(Map.of(), given, file));
    }

    private static Map<String, String> environment(JsonNode container) {
        Map<String, String> environment = new HashMap<>();
        container
                .path("env")
                .forEach(it -> environment.put(
                        it.path("name").asText(), it.path("value").asText()));
        return environment;
    }

    private static List<JsonNode> render(Path folder, String values) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("values.json"), values);
        List<String> command = new ArrayList<>(List.of("go", "run", "./helm/render", "helm/sidetone"));
        command.add(file.toString());
        Map<String, String> go = Map.of(
                "GO111MODULE", "off",
                "GOPATH", "/usr/share/gocode",
                "GOFLAGS", "",
                "GOCACHE", folder.resolve("cache").toString(),
                "HOME", folder.toString());
        Deploy.Said said = Deploy.run(go, command);
        assertThat(said.exit()).as(said.out()).isZero();
        JsonNode all = new ObjectMapper().readTree(said.out());
        return StreamSupport.stream(all.spliterator(), false).toList();
    }

    private static List<String> kinds(List<JsonNode> manifests) {
        return manifests.stream().map(it -> it.path("kind").asText()).toList();
    }

    private static JsonNode only(List<JsonNode> manifests, String kind) {
        Stream<JsonNode> those =
                manifests.stream().filter(it -> it.path("kind").asText().equals(kind));
        List<JsonNode> found = those.toList();
        assertThat(found).as(kind).hasSize(1);
        return found.get(0);
    }
}
