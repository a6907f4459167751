package io.sidetone.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import okhttp3.Dns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "169.254.0.1",
                "2852039166", // 169.254.169.254 as one number
                "::ffff:169.254.169.254",
                "::169.254.169.254",
                "64:ff9b::a9fe:a9fe",
                "2002:a9fe:a9fe::1",
                "fe80::1",
                "fd00:ec2::254",
                "fd20:ce::254",
                "100.100.100.200",
                "192.0.0.192",
                "168.63.129.16",
                "224.0.0.1",
                "ff02::1",
                "0.0.0.0",
                "::"
            })
    void literalsThatLeadToMachinesSecretsAreRefused(String host) {
        assertThatThrownBy(() -> new Addresses(List.of()).checkLiteral(host))
                .isInstanceOf(Addresses.AddressRefusedException.class)
                .hasMessageContaining(host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "::1",
                "10.0.0.7",
                "192.168.1.2",
                "172.16.0.1",
                "fd12::1",
                "93.184.216.34",
                "2606:2800:21f:cb07::1",
                "169.253.1.1",
                "metadata.example.com"
            })
    void theHouseAndTheWorldAreAllowed(String host) {
        assertThatCode(() -> new Addresses(List.of()).checkLiteral(host)).doesNotThrowAnyException();
    }

    @Test
    void aNameIsRefusedIfOneOfItsAddressesIs() throws UnknownHostException {
        InetAddress good = InetAddress.getByName("10.0.0.7");
        InetAddress bad = InetAddress.getByName("169.254.169.254");
        Dns hostile = new Addresses(List.of()).checking(host -> List.of(good, bad));
        Dns honest = new Addresses(List.of()).checking(host -> List.of(good));

        assertThat(honest.lookup("nlu.example.com")).containsExactly(good);
        assertThatThrownBy(() -> hostile.lookup("nlu.example.com"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("nlu.example.com means 169.254.169.254");
    }
}
