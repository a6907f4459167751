package io.sidetone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Looks whether a port can be had. */
final class FreePort {
    private FreePort() {}

    /** The usual port on loopback if nobody has it, else 0: any. */
    static int orAny(int usual) {
        try (ServerSocket probe = new ServerSocket(usual, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException taken) {
            return 0;
        }
    }
}
