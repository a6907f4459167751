package io.sidetone.delivery;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.Dns;

/**
 * Where configured targets may not lead: link-local addresses and those where clouds keep machine
 * credentials, unless the operator allows some of them on purpose. Loopback and private addresses are allowed,
 * since the receiver often stands next door.
 *
 * <p>IPv4 in IPv6 clothes (mapped, compatible, NAT64, 6to4) is judged by the inner address.
 */
final class Addresses {
    /** Beyond 169.254.0.0/16: AWS, Google, Alibaba, Oracle, Azure. */
    private static final Set<InetAddress> METADATA = Set.of(
            literal("fd00:ec2::254"),
            literal("fd20:ce::254"),
            literal("100.100.100.200"),
            literal("192.0.0.192"),
            literal("168.63.129.16"));

    /** What OkHttp takes for an address and never asks the {@link Dns} about. */
    private static final Pattern LITERAL = Pattern.compile("[0-9a-fA-F]*:[0-9a-fA-F:.]*|[\\d.]+");

    private final List<Network> allowed;

    /** @param allowed networks that are let through whatever they are */
    Addresses(List<Network> allowed) {
        this.allowed = List.copyOf(allowed);
    }

    /** @throws AddressRefusedException if the host is an address, and a forbidden one */
    void checkLiteral(String host) throws IOException {
        if (LITERAL.matcher(host).matches()) {
            check(host, InetAddress.getByName(host));
        }
    }

    /** Asks another and lets through only answers that are allowed in all their addresses. */
    Dns checking(Dns dns) {
        return host -> {
            List<InetAddress> addresses = dns.lookup(host);
            for (InetAddress address : addresses) {
                check(host, address);
            }
            return addresses;
        };
    }

    private void check(String host, InetAddress address) throws AddressRefusedException {
        InetAddress inner = unwrapped(address);
        boolean forbidden = inner.isLinkLocalAddress()
                || inner.isMulticastAddress()
                || inner.isAnyLocalAddress()
                || METADATA.contains(inner);
        if (forbidden && allowed.stream().noneMatch(network -> network.contains(inner))) {
            String meaning = host.equals(address.getHostAddress()) ? host : host + " means " + address.getHostAddress();
            throw new AddressRefusedException(
                    meaning
                            + ": a link-local, metadata, multicast or empty address; webhooks do not go there; change the URL, or name its network in allow-networks");
        }
    }

    private static InetAddress unwrapped(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        byte[] bytes = address.getAddress();
        if (starts(bytes, 0x00, 0x64, 0xff, 0x9b)) {
            return inner(bytes, 12);
        }
        if (starts(bytes, 0x20, 0x02)) {
            return inner(bytes, 2);
        }
        boolean mapped = isZero(bytes, 0, 10) && (bytes[10] & bytes[11]) == -1;
        boolean compatible = isZero(bytes, 0, 12) && !isZero(bytes, 12, 15);
        return mapped || compatible ? inner(bytes, 12) : address;
    }

    private static boolean starts(byte[] bytes, int... prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if (bytes[i] != (byte) prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isZero(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static InetAddress inner(byte[] bytes, int from) {
        try {
            return Inet4Address.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are always an address", e);
        }
    }

    private static InetAddress literal(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(address + " is not an address", e);
        }
    }

    /** An address that webhooks must not reach. */
    static final class AddressRefusedException extends UnknownHostException {
        private static final long serialVersionUID = 1;

        AddressRefusedException(String message) {
            super(message);
        }
    }
}
