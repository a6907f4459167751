package io.sidetone.sim;

import static io.sidetone.fuzz.Input.require;

import io.sidetone.codec.BadWavException;
import io.sidetone.codec.Wav;
import io.sidetone.codec.WavLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A file of a user's is read, or refused with a reason; whatever its header claims. */
public final class WavFuzz {
    private WavFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        read(data, WavLimits.STRICT);
        read(data, WavLimits.LENIENT);
    }

    private static void read(byte[] data, WavLimits limits) {
        try {
            Wav wav = Wav.read(new ByteArrayInputStream(data), limits);
            require(wav.sampleRateHz() > 0 && wav.channels() > 0, "a recording has a rate and channels");
        } catch (BadWavException e) {
            require(e.getMessage() != null, "a refusal says why");
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }
}
