package io.sidetone.speech.deepgram;

import io.sidetone.codec.Wav;
import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * Audio as a file, whose header says what it is: raw audio is a matter of streams. Copied only when its turn has
 * come. One that OkHttp may not send twice on its own, as it would after a 503 with {@code Retry-After: 0}.
 */
final class WavBody extends RequestBody {
    private static final MediaType TYPE = MediaType.get("audio/wav");

    private final Wav wav;
    private byte @Nullable [] file; // null until its turn; on one thread from then on

    WavBody(Wav wav) {
        this.wav = wav;
    }

    private byte[] file() {
        byte[] bytes = file;
        if (bytes == null) {
            bytes = wav.toBytes();
            file = bytes;
        }
        return bytes;
    }

    @Override
    public MediaType contentType() {
        return TYPE;
    }

    @Override
    public long contentLength() {
        return file().length;
    }

    @Override
    public boolean isOneShot() {
        return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        sink.write(file());
    }
}
