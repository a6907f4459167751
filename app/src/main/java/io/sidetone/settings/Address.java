package io.sidetone.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a host is, told from its text alone: no name is looked up. */
final class Address {
    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern FOUR_BYTES = Pattern.compile("(" + BYTE + "\\.){3}" + BYTE);

    private Address() {}

    static boolean isLiteral(String host) {
        return literal(host).isPresent();
    }

    /** Whether only this machine can reach it. A name other than {@code localhost} may lead anywhere. */
    static boolean isLoopback(String host) {
        return literal(host).map(InetAddress::isLoopbackAddress).orElse(host.equalsIgnoreCase("localhost"));
    }

    /** Whether a server on this address listens on all of the machine's. */
    static boolean isAny(String host) {
        return host.equals("0.0.0.0") || host.equals("::");
    }

    private static Optional<InetAddress> literal(String host) {
        if (!host.contains(":") && !FOUR_BYTES.matcher(host).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(host)); // of this shape, it is parsed and never looked up
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
