package io.sidetone.server;

import java.net.BindException;
import java.nio.channels.UnresolvedAddressException;
import org.jspecify.annotations.Nullable;

/** Sidetone cannot start. The message says why, and what to do. */
public final class CannotStart extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CannotStart(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static CannotStart portTaken(String setting, String host, int port, Throwable cause) {
        if (cause instanceof UnresolvedAddressException) {
            return new CannotStart(
                    setting + ".host: there is no address for the name " + host
                            + " (expected: a name or address of this machine)",
                    cause);
        }
        String why = cause instanceof BindException
                        || String.valueOf(cause.getMessage()).contains("in use")
                ? "the port is in use by another program, or the address is not this machine's (" + cause.getMessage()
                        + ")"
                : String.valueOf(cause.getMessage());
        return new CannotStart(
                "cannot listen on " + host + ":" + port + ": " + why + "; stop the other program, or set " + setting
                        + ".port to a free port (0 takes any)",
                cause);
    }
}
