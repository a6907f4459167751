package io.sidetone.speech;

/** The raw, mono, headerless audio formats that a leg may have. */
public enum AudioFormat {
    /** G.711 mu-law at 8 kHz, one byte per sample: what telephones send. */
    MULAW_8K(8_000, 1),
    /** Signed 16-bit little-endian PCM at 8 kHz. */
    LINEAR16_8K(8_000, 2),
    /** Signed 16-bit little-endian PCM at 16 kHz: browser microphones. */
    LINEAR16_16K(16_000, 2);

    private final int sampleRateHz;
    private final int bytesPerSample;

    AudioFormat(int sampleRateHz, int bytesPerSample) {
        this.sampleRateHz = sampleRateHz;
        this.bytesPerSample = bytesPerSample;
    }

    public int sampleRateHz() {
        return sampleRateHz;
    }

    public int bytesPerSample() {
        return bytesPerSample;
    }

    /** Bytes of one millisecond; every format here has a whole number of them. */
    public int bytesPerMs() {
        return sampleRateHz / 1_000 * bytesPerSample;
    }
}
