package io.sidetone.engine.embedded;

import org.jspecify.annotations.Nullable;

/** The engine cannot be opened on a directory. The message says why, and what to do. */
public final class CannotOpen extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CannotOpen(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
