package io.sidetone;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.identity.Digest;
import io.sidetone.settings.Settings;
import io.sidetone.settings.Sources;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class HashPasswordCommandTest {
    private record Ran(int exit, String out, String err) {}

    private static Ran run(String typed, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine main = Main.commandLine();
        main.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)));
        try {
            int exit = main.execute(args);
            return new Ran(exit, out.toString(), err.toString());
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void whatItPrintsIsALineForTheSettings(@TempDir Path folder) throws IOException {
        Ran password = run("correct horse, gefällt\nmore\n", "hash-password");
        Ran token = run("a-token-that-is-long-enough\n", "hash-password", "--token");

        assertThat(password.exit).isZero();
        assertThat(password.out)
                .startsWith("password-hash: \"$argon2id$v=19$m=19456,t=2,p=1$")
                .doesNotContain("horse");
        Path file = Files.writeString(
                folder.resolve("sidetone.yaml"),
                "dashboard:\n  users:\n    - name: maria\n      " + password.out + "      " + token.out);
        Settings settings = Settings.read(new Sources(Map.of("deepgram.api-key", "k"), Map.of(), file));
        assertThat(settings.dashboard().users()).singleElement().satisfies(user -> assertThat(user.tokenHashes())
                .isEqualTo(List.of(Digest.of("a-token-that-is-long-enough"))));
    }

    @Test
    void noTwoHashesOfOnePasswordAreTheSame() {
        assertThat(run("correct horse\n", "hash-password").out)
                .isNotEqualTo(run("correct horse\n", "hash-password").out);
    }

    @Test
    void whatIsTooShortTooLongOrNothingIsRefused() {
        for (Ran refused : List.of(
                run("", "hash-password"),
                run("short\n", "hash-password"),
                run("x".repeat(2_000), "hash-password"),
                run("not-long-enough\n", "hash-password", "--token"))) {
            assertThat(refused.exit).isEqualTo(Main.EXIT_USAGE);
            assertThat(refused.out).isEmpty();
            assertThat(refused.err).contains("expected: ").doesNotContain("short\n", "xxx");
        }
    }

    @Test
    void aPasswordIsNoArgument() {
        assertThat(run("", "hash-password", "hunter2hunter2").exit).isEqualTo(Main.EXIT_USAGE);
    }
}
