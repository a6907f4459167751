package io.sidetone.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sidetone.engine.CallFilter;
import io.sidetone.identity.Digest;
import io.sidetone.identity.Role;
import io.sidetone.settings.Settings.User;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserGroupTest {
    private static final String HASH =
            "$argon2id$v=19$m=19456,t=2,p=1$c2lkZXRvbmUgZGVjb3kgIQ$q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA";
    private static final String BCRYPT = "$2b$12$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234";
    private static final String TOKEN = "a-token-that-is-long-enough";

    @TempDir
    private Path folder = Path.of("");

    private Settings read(String yaml) {
        try {
            Path file = Files.writeString(folder.resolve("sidetone.yaml"), yaml);
            return Settings.read(new Sources(Map.of("deepgram.api-key", "k"), Map.of(), file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String problems(String yaml) {
        return String.valueOf(
                catchThrowableOfType(BadSettings.class, () -> read(yaml)).getMessage());
    }

    private static String user(String more) {
        return "dashboard: {users: [{name: maria" + more + "}]}";
    }

    @Test
    void aUserHasANameARoleAndWhatOpens() {
        assertThat(read(user(", password-hash: '" + HASH + "'")).dashboard().users())
                .containsExactly(new User("maria", Role.VIEWER, new Secret(HASH), List.of(), CallFilter.ALL));
        assertThat(read(user(", role: admin, token: " + TOKEN + ", password-hash: \"" + BCRYPT + "\""))
                        .dashboard()
                        .users())
                .containsExactly(
                        new User("maria", Role.ADMIN, new Secret(BCRYPT), List.of(Digest.of(TOKEN)), CallFilter.ALL));
        assertThat(read(user(", token-hash: \"sha256:" + Digest.of(TOKEN).toUpperCase(java.util.Locale.ROOT) + "\""))
                        .dashboard()
                        .users()
                        .get(0)
                        .tokenHashes())
                .containsExactly(Digest.of(TOKEN));
    }

    @Test
    void aScopeIsAFilterOfCalls() {
        Settings settings = read(user(", password-hash: '" + HASH + "', scope: {direction: inbound, from: ['+1555'],"
                + " to: ['+15550100900', '+49'], account-sid: AC00000000000000000000000000000001,"
                + " labels: [queue=support, queue=billing, region=eu]}"));

        assertThat(settings.dashboard().users().get(0).scope())
                .isEqualTo(new CallFilter(
                        "inbound",
                        List.of("+1555"),
                        List.of("+15550100900", "+49"),
                        List.of("AC00000000000000000000000000000001"),
                        Map.of("queue", List.of("support", "billing"), "region", List.of("eu"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hunter2hunter2",
                "'$argon2id$v=19$m=8,t=2,p=1$c2lkZXRvbmUgZGVjb3kgIQ$q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA'",
                "'$argon2i$v=19$m=19456,t=2,p=1$c2lkZXRvbmUgZGVjb3kgIQ$q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA'",
                "'$2b$31$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234'",
                "'$1$abcdefgh$abcdefghijklmnopqrstuv'",
            })
    void whatIsNoGoodHashIsRefusedAndNotShown(String hash) {
        assertThat(problems(user(", password-hash: " + hash)))
                .contains("dashboard.users[0].password-hash: (hidden)", "never the password itself", "hash-password")
                .doesNotContain(hash.replace("'", ""));
    }

    @Test
    void aPlainPasswordHasNoPlace() {
        assertThat(problems(user(", password: hunter2hunter2")))
                .contains("dashboard.users[0].password: unknown", "the nearest is dashboard.users[0].password-hash")
                .doesNotContain("hunter2");
    }

    @Test
    void aUserWithoutANameOrAnythingThatOpensIsNone() {
        assertThat(problems("dashboard: {users: [{role: admin}]}"))
                .contains("dashboard.users[0].name: not set")
                .contains("dashboard.users[0].password-hash: not set (expected: something that opens");
    }

    @Test
    void namesAreUniqueAndNotTheTokens() {
        String both = "dashboard: {users: [{name: maria, token: " + TOKEN + "}, {name: Maria, token: " + TOKEN + "x}]}";

        assertThat(problems(both)).contains("dashboard.users[1].name: 'Maria'", "a name that no other user has");
        assertThat(problems("dashboard: {users: [{name: token, token: " + TOKEN + "}]}"))
                .contains("dashboard.users[0].name");
    }

    @Test
    void aShortTokenIsRefusedAndNotShown() {
        assertThat(problems(user(", token: too-short")))
                .contains("dashboard.users[0].token: (hidden)", "20 or more characters")
                .doesNotContain("too-short");
    }

    @Test
    void nothingOfWhatOpensIsDescribed() {
        assertThat(String.join(
                        "\n",
                        read(user(", password-hash: '" + HASH + "', token: " + TOKEN))
                                .describe()))
                .contains("dashboard.users[0].name = ")
                .doesNotContain(HASH, TOKEN);
    }

    @Test
    void theLongestWaitIsNoShorterThanTheFirst() {
        assertThat(problems("dashboard: {sign-in: {window-seconds: 60, longest-wait-seconds: 30}}"))
                .contains("dashboard.sign-in.longest-wait-seconds", "no less than dashboard.sign-in.window-seconds");
    }
}
