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
import java.util.function.IntPredicate;
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

    private static final String HASH =
            "$argon2id$v=19$m=19456,t=2,p=1$c2lkZXRvbmUgZGVjb3kgIQ$q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA";

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
        List<IntPredicate> lists = List.of(block("#webhooks:"), block("  #users:"), block("  #alerts:"));
        int tried = 0;
        for (int i = 0; i < lines.size(); i++) {
            int at = i;
            if (lists.stream().noneMatch(list -> list.test(at))
                    && HIDDEN.matcher(lines.get(i)).find()) {
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
        IntPredicate block = block("#webhooks:");
        for (String secret : List.of("secret:", "secret-file:")) {
            String other = secret.equals("secret:") ? "#secret-file:" : "#secret:";
            List<String> text =
                    shown(line -> block.test(line) && !lines.get(line).strip().startsWith(other));
            text.replaceAll(this::withFile);

            Settings settings = Settings.read(new Sources(Map.of("deepgram.api-key", "k"), Map.of(), write(text)));

            assertThat(settings.webhooks()).singleElement().satisfies(webhook -> assertThat(webhook.name())
                    .isEqualTo("nlu"));
        }
    }

    @Test
    void theListOfAlertsIsObeyedWhenItIsUncommented() throws IOException {
        List<String> text = shown(block("  #alerts:"));

        Settings settings = Settings.read(new Sources(Map.of("deepgram.api-key", "k"), Map.of(), write(text)));

        assertThat(settings.dashboard().alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.name()).isEqualTo("Cancellation");
            assertThat(alert.machines()).hasSize(3);
        });
    }

    @Test
    void theListOfUsersIsObeyedWhenItIsUncommented() throws IOException {
        IntPredicate block = block("  #users:");
        for (String unwanted : List.of("-file:", ": (?!/run)")) {
            Pattern other = Pattern.compile("^\\s*#(password-hash|token)" + unwanted);
            List<String> text = shown(
                    line -> block.test(line) && !other.matcher(lines.get(line)).find());
            text.replaceAll(line -> line.replaceFirst(
                    "/run/secrets/maria-(.*)", folder.resolve("$1").toString()));
            Files.writeString(folder.resolve("password-hash"), HASH + "\n");
            Files.writeString(folder.resolve("token"), "a-token-that-is-long-enough\n");

            Settings settings = Settings.read(new Sources(Map.of("deepgram.api-key", "k"), Map.of(), write(text)));

            assertThat(settings.dashboard().users()).singleElement().satisfies(user -> {
                assertThat(user.name()).isEqualTo("maria");
                assertThat(user.passwordHash()).isEqualTo(new Secret(HASH));
                assertThat(user.tokenHashes()).hasSize(2);
                assertThat(user.scope().labels()).isEqualTo(Map.of("queue", List.of("support", "billing")));
            });
        }
    }

    /** The lines of a list, up to the next empty one. */
    private IntPredicate block(String head) {
        int begin = lines.indexOf(head);
        int end = begin + lines.subList(begin, lines.size()).indexOf("");
        return line -> line >= begin && line < end;
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
        if (setting.startsWith("http.tls.")) {
            flags.put("http.tls.certificate", "certificate.pem");
            flags.put("http.tls.key", "key.pem");
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

    private List<String> shown(IntPredicate which) {
        return Stream.iterate(0, i -> i < lines.size(), i -> i + 1)
                .map(i -> which.test(i) ? HIDDEN.matcher(lines.get(i)).replaceFirst("$1") : lines.get(i))
                .collect(toCollection(ArrayList::new));
    }
}
