package io.sidetone.codec;

import java.io.IOException;

/**
 * The bytes are not a WAV file we read. The message says what was looked at, what was found, what
 * was expected, and what to do where there is something to do.
 *
 * <p>Checked, as an {@link IOException}: who reads a file has to handle its not being readable
 * anyway, and a bad one calls for the same care.
 */
public final class BadWavException extends IOException {

    private static final long serialVersionUID = 1L;

    BadWavException(String message) {
        super(message);
    }
}
