package io.sidetone.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
    private static final URI URL = URI.create("https://nlu.example.com:8443/final?key=hidden#part");

    private static Target target(String name, URI url, int secretBytes, Set<String> include, Duration timeout) {
        return new Target(
                name,
                url,
                List.of(new byte[secretBytes]),
                Target.DEFAULT_EVENTS,
                include,
                RetrySchedule.DEFAULT,
                timeout);
    }

    @Test
    void aTargetShowsNoSecretAndNoQuery() {
        assertThat(target("nlu", URL, 24, Set.of(), Target.DEFAULT_TIMEOUT))
                .hasToString("webhook nlu (https://nlu.example.com:8443/final)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://nlu.example.com/x?key=hidden",
                "/final?key=hidden",
                "http:nlu",
                "http://:80/",
                "https://ann:hidden@nlu.example.com/",
                "http://nlu.example.com:99999/"
            })
    void aUrlThatCannotBePostedToIsRefusedWithoutItsSecrets(String url) {
        assertThatThrownBy(() -> target("nlu", URI.create(url), 24, Set.of(), Target.DEFAULT_TIMEOUT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("webhook nlu")
                .hasMessageNotContaining("hidden");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "name with spaces", "*"})
    void aNameThatCouldNotStandInAKeyIsRefused(String name) {
        assertThatThrownBy(() -> target(name, URL, 24, Set.of(), Target.DEFAULT_TIMEOUT))
                .hasMessageContaining("webhook name \"" + name + "\"");
    }

    @Test
    void weakSecretsUnknownExtrasAndOddTimeoutsAreRefused() {
        assertThatThrownBy(() -> target("nlu", URL, 23, Set.of(), Target.DEFAULT_TIMEOUT))
                .hasMessageContaining("23 bytes")
                .hasMessageContaining("24 or more");
        assertThatThrownBy(() -> target("nlu", URL, 24, Set.of("sounds"), Target.DEFAULT_TIMEOUT))
                .hasMessageContaining("sounds");
        assertThatThrownBy(() -> target("nlu", URL, 24, Set.of(), Duration.ofMillis(999)))
                .hasMessageContaining("1 s to 30 s");
        assertThatThrownBy(() -> new Target(
                        "nlu", URL, List.of(), Set.of(), Set.of(), RetrySchedule.DEFAULT, Target.DEFAULT_TIMEOUT))
                .hasMessageContaining("has no secret");
    }
}
