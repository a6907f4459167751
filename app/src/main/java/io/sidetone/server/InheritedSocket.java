package io.sidetone.server;

import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket that whoever started this process holds for it, by systemd's protocol ({@code sd_listen_fds(3)}): it
 * stays open while one process is replaced by the next, so callers who come in between wait and are not refused.
 *
 * @param descriptor of the socket, which listens already
 */
public record InheritedSocket(int descriptor) {
    private static final int FIRST = 3; // behind standard input, output and error

    /**
     * The first of those that were handed over; null if none was.
     *
     * @param pid this process: what was meant for another is not for us
     * @throws CannotStart if there is one and it cannot be used here
     */
    public static @Nullable InheritedSocket of(Map<String, String> environment, long pid) {
        String count = environment.get("LISTEN_FDS");
        if (count == null || !String.valueOf(pid).equals(environment.get("LISTEN_PID"))) {
            return null;
        }
        if (!count.equals("1")) {
            throw new CannotStart(
                    "LISTEN_FDS: " + count + " sockets were handed over (expected: 1, for http.port)", null);
        }
        if (!Epoll.isAvailable()) {
            throw new CannotStart(
                    "LISTEN_FDS: a socket was handed over, and only Linux's epoll can use it (expected: x86-64 or ARM)",
                    Epoll.unavailabilityCause());
        }
        return new InheritedSocket(FIRST);
    }

    ServerChannel channel() {
        return new EpollServerSocketChannel(descriptor);
    }
}
