package io.sidetone.identity;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whose word is taken for where a request comes from. {@code X-Forwarded-For} grows at its end, each proxy adding whom
 * it heard it from: so it is read from there, as long as the one who added is trusted. Whatever a stranger wrote stands
 * before that and is never looked at.
 */
public final class Proxies {
    static final Proxies NONE = new Proxies(List.of());

    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern LITERAL =
            Pattern.compile("(" + BYTE + "\\.){3}" + BYTE + "|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");
    private static final int MOST_HOPS = 16;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Network(byte[] address, int bits) {
        boolean has(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((other[bit / 8] & mask) != (address[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private final List<Network> trusted;

    /** @param networks such as {@code 10.0.0.0/8} or {@code fd00::/8} */
    public Proxies(List<String> networks) {
        this.trusted = networks.stream().map(Proxies::network).toList();
    }

    private static Network network(String text) {
        int slash = text.lastIndexOf('/');
        InetAddress address = slash < 0 ? null : literal(text.substring(0, slash));
        if (address == null) {
            throw new IllegalArgumentException(text + " is no network (expected: one such as 10.0.0.0/8)");
        }
        return new Network(address.getAddress(), Integer.parseInt(text.substring(slash + 1)));
    }

    /** Where a request comes from, as far as can be believed. */
    public InetAddress client(InetAddress peer, List<String> forwardedFor) {
        String[] hops = String.join(",", forwardedFor).split(",", -1);
        InetAddress client = peer;
        for (int i = hops.length - 1; i >= Math.max(0, hops.length - MOST_HOPS) && trusts(client); i--) {
            InetAddress before = literal(hops[i].strip());
            if (before == null) {
                break;
            }
            client = before;
        }
        return client;
    }

    /** Whether an address is a proxy that the settings name. */
    public boolean trusts(InetAddress address) {
        byte[] bytes = address.getAddress();
        return trusted.stream().anyMatch(network -> network.has(bytes));
    }

    /** Null for anything else: no name is ever looked up. */
    private static @Nullable InetAddress literal(String text) {
        if (!LITERAL.matcher(text).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(text); // of this shape, it is parsed and never looked up
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
