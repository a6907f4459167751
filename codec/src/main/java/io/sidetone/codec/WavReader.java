package io.sidetone.codec;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Walks the chunks of one WAV file, trusting no number in it. Used once. */
final class WavReader {

    /** A file that has not come to its audio after so many chunks never will. */
    static final int MAX_CHUNKS = 1_000;

    private static final int ID_BYTES = 4;
    private static final int BUFFER_BYTES = 8192;
    /** What a writer puts down that did not know the length yet. */
    private static final long LENGTH_UNKNOWN = 0xFFFF_FFFFL;

    private static final String LENIENT_ADVICE = " Read leniently to take what is there.";

    private final InputStream in;
    private final String source;
    private final WavLimits limits;
    private long position;
    private long riffEnd;

    WavReader(InputStream in, String source, WavLimits limits) {
        this.in = in;
        this.source = source;
        this.limits = limits;
    }

    Wav read() throws IOException {
        readRiffHeader();
        WavFormat format = null;
        for (int chunks = 0; chunks < MAX_CHUNKS; chunks++) {
            String id = nextId();
            long size = unsigned32(required(ID_BYTES, "the size of chunk '" + id + "'"));
            switch (id) {
                case "fmt " -> format = readFormat(format, size);
                case "data" -> {
                    return readData(requireBeforeData(format), size);
                }
                default -> skip(size + (size & 1), "chunk '" + id + "'");
            }
        }
        throw new BadWavException(source + " has no data chunk among its first " + MAX_CHUNKS + "; expected one");
    }

    private void readRiffHeader() throws IOException {
        String form = id(required(ID_BYTES, "the RIFF header"));
        if (form.equals("RF64") || form.equals("BW64")) {
            throw new BadWavException(source + " is " + form + ", the form for more than 4 GiB; expected RIFF."
                    + " Convert it: sox in.wav out.wav");
        }
        if (!form.equals("RIFF")) {
            throw new BadWavException(source + " begins with '" + form + "'; expected 'RIFF'");
        }
        riffEnd = 8 + unsigned32(required(ID_BYTES, "the RIFF size"));
        String kind = id(required(ID_BYTES, "the RIFF kind"));
        if (!kind.equals("WAVE")) {
            throw new BadWavException(source + " is a RIFF file of kind '" + kind + "'; expected 'WAVE'");
        }
    }

    private WavFormat readFormat(@Nullable WavFormat earlier, long size) throws IOException {
        if (earlier != null) {
            throw new BadWavException(source + " has a second fmt chunk at byte " + (position - 8) + "; expected one");
        }
        if (size < WavFormat.PLAIN_BYTES) {
            throw new BadWavException(
                    source + " has a fmt chunk of " + size + " bytes; expected at least " + WavFormat.PLAIN_BYTES);
        }
        int used = (int) Math.min(size, WavFormat.EXTENSIBLE_BYTES);
        WavFormat format = WavFormat.parse(required(used, "the fmt chunk"), source);
        skip(size - used + (size & 1), "the rest of the fmt chunk");
        return format;
    }

    private WavFormat requireBeforeData(@Nullable WavFormat format) throws BadWavException {
        if (format == null) {
            throw new BadWavException(source + " has its data chunk at byte " + (position - 8)
                    + " and no fmt chunk before it; expected fmt first");
        }
        return format;
    }

    private Wav readData(WavFormat format, long size) throws IOException {
        boolean unknown = size == LENGTH_UNKNOWN || (size == 0 && (riffEnd <= position || riffEnd > LENGTH_UNKNOWN));
        byte[] data = limits.lenient() ? whatIsThere(unknown ? LENGTH_UNKNOWN : size) : exactly(size, unknown);
        int frameBytes = format.frameBytes();
        int partial = data.length % frameBytes;
        if (partial != 0 && !limits.lenient()) {
            throw new BadWavException(source + " has " + data.length + " bytes of audio; expected a multiple of "
                    + frameBytes + ", one frame." + LENIENT_ADVICE);
        }
        byte[] whole = partial == 0 ? data : Arrays.copyOf(data, data.length - partial);
        return Wav.of(format.encoding(), format.sampleRateHz(), format.channels(), whole);
    }

    private byte[] exactly(long size, boolean unknown) throws IOException {
        if (unknown) {
            if (size == 0 && in.read() < 0) {
                return new byte[0];
            }
            throw new BadWavException(source + " was never finished: its data chunk gives "
                    + (size == 0 ? "no length and yet bytes follow" : "the length 0xFFFFFFFF")
                    + "; expected the length of the audio." + LENIENT_ADVICE);
        }
        if (size > limits.maxDataBytes()) {
            throw tooLong("claims " + size);
        }
        byte[] data = upTo(size);
        if (data.length < size) {
            throw new BadWavException(source + " is cut short: its data chunk claims " + size + " bytes, " + data.length
                    + " are there, " + (size - data.length) + " are missing." + LENIENT_ADVICE);
        }
        return data;
    }

    /** One byte more than the limit is enough to know that it is passed. */
    private byte[] whatIsThere(long size) throws IOException {
        byte[] data = upTo(Math.min(size, limits.maxDataBytes() + 1L));
        if (data.length > limits.maxDataBytes()) {
            throw tooLong("has more than " + limits.maxDataBytes());
        }
        return data;
    }

    private BadWavException tooLong(String found) {
        return new BadWavException(source + " " + found + " bytes of audio; the limit is " + limits.maxDataBytes()
                + ". Raise WavLimits.maxDataBytes if the file is meant to be so long");
    }

    /** Grows with what arrives; a claimed size is never allocated ahead. */
    private byte[] upTo(long size) throws IOException {
        byte[] bytes = in.readNBytes((int) size);
        position += bytes.length;
        return bytes;
    }

    private String nextId() throws IOException {
        byte[] bytes = upTo(ID_BYTES);
        if (bytes.length == 0) {
            throw new BadWavException(source + " ends at byte " + position + " without a data chunk; expected one");
        }
        return id(complete(bytes, ID_BYTES, "a chunk id"));
    }

    private byte[] required(int size, String what) throws IOException {
        return complete(upTo(size), size, what);
    }

    private byte[] complete(byte[] bytes, long size, String what) throws BadWavException {
        if (bytes.length < size) {
            throw endedInside(what, size - bytes.length);
        }
        return bytes;
    }

    private BadWavException endedInside(String what, long missing) {
        return new BadWavException(
                source + " ends at byte " + position + " inside " + what + "; expected " + missing + " bytes more");
    }

    /** Reads and drops: a stream's own skip may claim to have passed the end. */
    private void skip(long bytes, String what) throws IOException {
        byte[] scratch = new byte[(int) Math.min(bytes, BUFFER_BYTES)];
        long left = bytes;
        while (left > 0) {
            int got = in.read(scratch, 0, (int) Math.min(left, scratch.length));
            if (got < 0) {
                throw endedInside(what, left);
            }
            left -= got;
            position += got;
        }
    }

    /** Printable, whatever the bytes are: ids go into messages. */
    private static String id(byte[] bytes) {
        StringBuilder id = new StringBuilder(ID_BYTES);
        for (byte b : bytes) {
            id.append(b >= ' ' && b <= '~' ? (char) b : '?');
        }
        return id.toString();
    }

    private static long unsigned32(byte[] bytes) {
        return (bytes[0] & 0xFFL) | (bytes[1] & 0xFFL) << 8 | (bytes[2] & 0xFFL) << 16 | (bytes[3] & 0xFFL) << 24;
    }
}
