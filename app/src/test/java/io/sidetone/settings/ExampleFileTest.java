package io.sidetone.settings;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.sidetone.settings.Given.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds deploy/sidetone.example.yaml to the code. In that file '#' before a name hides a setting, '# ' starts words. */
class ExampleFileTest {
    private static final Path EXAMPLE = Path.of("../deploy/sidetone.example.yaml");
    private static final Pattern HIDDEN = Pattern.compile("^(\\s*)#(?=[^\\s#])");
    private static final String SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    @TempDir
    private Path folder = Path.of("");

    private List<String> lines = List.of();

    @BeforeEach
    void readIt() throws IOException {
        lines = Files.readAllLines(EXAMPLE);
    }

    @Test
    void asItIsItChangesNothing() {
        Map<String, String> flags = Map.of("deepgram.api-key", "k");

        Settings withIt = Settings.read(new Sources(flags, Map.of(), EXAMPLE));

        assertThat(withIt).isEqualTo(Settings.read(new Sources(flags, Map.of(), null)));
    }

    @Test
    void itNamesEverySettingAndNoOther() throws IOException {
        TreeSet<String> named = new TreeSet<>();
        for (String name : values(shown(line -> true)).keySet()) {
            Setting<?> setting = Known.named(name).orElseThrow(() -> new AssertionError(name + " is unknown"));
            named.add(name.endsWith("-file") ? setting.fileName() : setting.name());
        }

        assertThat(named)
                .isEqualTo(Known.ALL.stream()
                        .flatMap(setting -> setting.names().stream())
                        .collect(toCollection(TreeSet::new)));
    }

    @Test
    void itShowsTheDefaults() throws IOException {
        Map<String, Given> values = values(shown(line -> true));
        values.keySet().removeIf(name -> name.startsWith("answer.roles.")); // a story, with the default in words
        List<String> held = new ArrayList<>();
        values.forEach((name, given) -> {
            Setting<?> setting = Known.named(name).orElseThrow();
            if (setting.fallback() != null) {
                assertThatCode(() -> assertThat((Object) setting.type().read(given))
                                .as(name)
                                .isEqualTo(setting.standard()))
                        .doesNotThrowAnyException();
                held.add(name);
            }
        });

        assertThat(held).hasSizeGreaterThan(40);
    }

    @Test
    void everyLineIsObeyedWhenItIsUncommented() throws IOException {
        int block = lines.indexOf("#webhooks:");
        int end = block + lines.subList(block, lines.size()).indexOf("");
        int tried = 0;
        for (int i = 0; i < lines.size(); i++) {
            if ((i < block || i > end) && HIDDEN.matcher(lines.get(i)).find()) {
                int only = i;
                List<String> text = shown(line -> line == only);
                isObeyed(values(text).keySet().iterator().next(), text, i + 1);
                tried++;
            }
        }

        assertThat(tried).isGreaterThan(70);
    }

    @Test
    void theListOfWebhooksIsObeyedWhenItIsUncommented() throws IOException {
        int block = lines.indexOf("#webhooks:");
        int end = block + lines.subList(block, lines.size()).indexOf("");
        for (String secret : List.of("secret:", "secret-file:")) {
            String other = secret.equals("secret:") ? "#secret-file:" : "#secret:";
            List<String> text = shown(line ->
                    line >= block && line < end && !lines.get(line).strip().startsWith(other));
            text.replaceAll(this::withFile);

            Settings settings = Settings.read(new Sources(Map.of("deepgram.api-key", "k"), Map.of(), write(text)));

            assertThat(settings.webhooks()).singleElement().satisfies(webhook -> assertThat(webhook.name())
                    .isEqualTo("nlu"));
        }
    }

    private void isObeyed(String name, List<String> text, int line) throws IOException {
        text.replaceAll(this::withFile);
        String setting = name.replaceFirst("-file$", "");

        Settings settings = Settings.read(new Sources(companions(setting), Map.of(), write(text)));

        assertThat(settings.describe())
                .as(name)
                .anyMatch(said -> said.startsWith(setting + " = ") && said.endsWith(" [file line " + line + "]"));
    }

    /** What a setting needs beside it. */
    private static Map<String, String> companions(String setting) {
        Map<String, String> flags = new HashMap<>(Map.of("deepgram.api-key", "k"));
        if (setting.matches("answer\\.dial\\.(timeout-seconds|caller-id|fallback)")) {
            flags.put("answer.dial.number", "+15550199");
        }
        if (setting.equals("deepgram.keywords")) {
            flags.put("deepgram.model", "nova-2");
        }
        if (setting.startsWith("webhook.")) {
            flags.put("webhook.url", "https://nlu.example/hook");
            flags.put("webhook.secret", SECRET);
        }
        if (setting.equals("answer.language")) {
            flags.put("answer.announce", "Hello.");
        }
        flags.remove(setting);
        return flags;
    }

    private String withFile(String line) {
        return line.replaceFirst("/run/secrets/.*", folder.resolve("secret").toString());
    }

    private Path write(List<String> text) throws IOException {
        Files.writeString(folder.resolve("secret"), SECRET + "\n");
        return Files.write(folder.resolve("sidetone.yaml"), text);
    }

    private Map<String, Given> values(List<String> text) throws IOException {
        Problems problems = new Problems();
        SettingsFile file = new SettingsFile(write(text), problems);
        file.read();
        problems.throwIfAny();
        Map<String, Given> values = new HashMap<>(file.values());
        values.values().removeIf(given -> given.shape() == Shape.MAPPING);
        return values;
    }

    private List<String> shown(java.util.function.IntPredicate which) {
        return Stream.iterate(0, i -> i < lines.size(), i -> i + 1)
                .map(i -> which.test(i) ? HIDDEN.matcher(lines.get(i)).replaceFirst("$1") : lines.get(i))
                .collect(toCollection(ArrayList::new));
    }
}
