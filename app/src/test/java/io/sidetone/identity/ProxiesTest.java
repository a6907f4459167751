package io.sidetone.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxiesTest {
    private final Proxies proxies = new Proxies(List.of("10.0.0.0/8", "192.0.2.16/28", "fd00::/8"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.7 |  | 203.0.113.7",
                "203.0.113.7 | 198.51.100.1 | 203.0.113.7",
                "10.1.2.3 | 198.51.100.1 | 198.51.100.1",
                "10.1.2.3 | 6.6.6.6, 198.51.100.1 | 198.51.100.1",
                "10.1.2.3 | 6.6.6.6, 198.51.100.1,10.9.9.9 | 198.51.100.1",
                "192.0.2.31 | 198.51.100.1 | 198.51.100.1",
                "192.0.2.32 | 198.51.100.1 | 192.0.2.32",
                "fd00:0:0:0:0:0:0:1 | 2001:db8::9 | 2001:db8:0:0:0:0:0:9",
                "10.1.2.3 |  | 10.1.2.3",
                "10.1.2.3 | unknown | 10.1.2.3",
                "10.1.2.3 | localhost | 10.1.2.3",
                "10.1.2.3 | 1.2.3.999 | 10.1.2.3",
                "10.1.2.3 | 12345 | 10.1.2.3",
                "10.1.2.3 | 198.51.100.1, evil.example, 10.9.9.9 | 10.9.9.9",
            })
    void theLastOneThatAStrangerCannotHaveWrittenCounts(String peer, String forwarded, String client)
            throws UnknownHostException {
        assertThat(proxies.client(InetAddress.getByName(peer), List.of(forwarded == null ? "" : forwarded))
                        .getHostAddress())
                .isEqualTo(client);
    }

    @Test
    void withoutTrustNobodysWordIsTaken() {
        assertThat(Proxies.NONE.client(InetAddress.getLoopbackAddress(), List.of("198.51.100.1")))
                .isEqualTo(InetAddress.getLoopbackAddress());
    }

    @Test
    void whatIsNoNetworkIsRefused() {
        assertThatThrownBy(() -> new Proxies(List.of("proxy.example/8"))).hasMessageContaining("proxy.example/8");
    }
}
