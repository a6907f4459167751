package io.sidetone.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidetone.engine.CallEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which events a target gets, and into which networks it may lead. */
class FilterTest {
    private static CallEvent event(String type, @Nullable String role, Map<String, String> labels) {
        return new CallEvent("s_a", 1, type, role == null ? null : "l1", role, 0, 1, "msg_1", labels, new byte[0]);
    }

    @Test
    void aTargetGetsItsTypesOfItsRolesOfItsCalls() {
        Filter filter = new Filter(
                Set.of("transcript.final", "call.ended"), Set.of("caller"), Map.of("queue", "support", "site", "a"));
        Map<String, String> support = Map.of("queue", "support", "site", "a", "more", "b");

        assertThat(filter.takes(event("transcript.final", "caller", support))).isTrue();
        assertThat(filter.takes(event("transcript.final", "agent", support))).isFalse();
        assertThat(filter.takes(event("call.ended", null, support)))
                .as("what concerns the whole call")
                .isTrue();
        assertThat(filter.takes(event("dtmf", "caller", support))).isFalse();
        assertThat(filter.takes(event("transcript.final", "caller", Map.of("queue", "support"))))
                .isFalse();
        assertThat(filter.takes(event("transcript.final", "caller", Map.of("queue", "sales", "site", "a"))))
                .isFalse();
    }

    @Test
    void onlyTheNetworksThatAreNamedAreOpened() throws Exception {
        Addresses addresses = new Addresses(List.of(Network.parse("169.254.10.0/23"), Network.parse("fe80::/64")));

        assertThatCode(() -> addresses.checkLiteral("169.254.11.255")).doesNotThrowAnyException();
        assertThatCode(() -> addresses.checkLiteral("fe80::1")).doesNotThrowAnyException();
        assertThatThrownBy(() -> addresses.checkLiteral("169.254.12.0"))
                .isInstanceOf(Addresses.AddressRefusedException.class);
        assertThatThrownBy(() -> addresses.checkLiteral("169.254.169.254"))
                .isInstanceOf(Addresses.AddressRefusedException.class);
        assertThatThrownBy(() -> addresses.checkLiteral("fe80:0:0:1::1"))
                .isInstanceOf(Addresses.AddressRefusedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"169.254.10.0", "169.254.10.0/33", "fe80::/129", "example.com/8", "1.2.3.4.5/8", "/8", ""})
    void whatIsNoNetworkIsRefusedWithWhatIsExpected(String text) {
        assertThatThrownBy(() -> Network.parse(text)).hasMessageContaining("expected an address and its bits");
    }
}
