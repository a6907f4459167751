package io.sidetone.codec;

/**
 * Says whether somebody is speaking on one leg of a telephone call, frame by frame.
 *
 * <p>A frame speaks for a voice if it is louder than the noise by 6 dB, repeats itself at a pitch of
 * 70 to 400 Hz (less clearly will do where it stands far above the noise), and is yet less regular
 * than one or two steady tones are. About 30 ms of such frames start speech. Once it has started, its
 * unvoiced sounds count as well; it ends when nothing counted for the hangover.
 *
 * <p>So dial tones, ringing and DTMF from -40 dB up, clicks, and white or pink noise of any level are
 * not taken for speech. Hum that sets in, or a very faint tone, passes for it for well under a second,
 * and a deep rumble (falling by 6 dB an octave) for up to three, until the floor has come up to it.
 * Music and other people's voices are speech to it.
 *
 * <p>The price: speech that begins with a hiss, as in "see", starts with the vowel. Keep a quarter of a
 * second of audio from before the start where the first sound matters.
 *
 * <p>The noise floor is the quietest moment of the last three seconds and follows the line up and
 * down. Time is the samples' own; nothing asks a clock.
 *
 * <p>Allocates when made, never after. For one leg and one thread at a time.
 */
public final class VoiceActivity {

    /** How long speech outlasts the last sound of it, unless told otherwise: most pauses between words. */
    public static final int DEFAULT_HANGOVER_MS = 250;

    private static final int MAX_HANGOVER_MS = 10_000;
    private static final double QUIETEST_VOICE_DB = -55;
    private static final double VOICE_OVER_NOISE_DB = 6;
    private static final double VOICED = 0.65;
    private static final double HALF_VOICED = 0.4;
    /** White and pink noise stay below 3 dB. */
    private static final double FORMANTS_DB = 4;

    private static final double CLEARLY_OVER_NOISE_DB = 15;
    private static final double TONAL_DB = 24;
    private static final int CONFIRM_MS = 30;
    /** Hum has more harmonics than prediction can see, but no voice holds its level for so long. */
    private static final int STEADY_MS = 200;

    private static final double STEADY_DB = 1.5;
    private static final double SMOOTHING_MS = 40;
    /** A hiss belongs to the speech only so long after the last vowel. */
    private static final int UNVOICED_MS = 200;

    private final int frameMs;
    private final int frameSamples;
    private final int hangoverMs;
    private final VoiceFeatures features;
    private final NoiseFloor noise;
    private final short[] frame;

    private long samplesSeen;
    private int voicedMs;
    private double smoothDb;
    private double steadyDb;
    private int steadyMs;
    private int sinceVoicedMs;
    private int sinceActiveMs;
    private boolean speaking;
    private boolean turned;

    private VoiceActivity(int rateHz, int frameMs, int hangoverMs) {
        this.frameMs = frameMs;
        this.frameSamples = rateHz / 1000 * frameMs;
        this.hangoverMs = hangoverMs;
        this.features = new VoiceFeatures(rateHz, frameMs);
        this.noise = new NoiseFloor(frameMs);
        this.frame = new short[frameSamples];
    }

    /** A detector with {@link #DEFAULT_HANGOVER_MS}; see {@link #of(int, int, int)}. */
    public static VoiceActivity of(int rateHz, int frameMs) {
        return of(rateHz, frameMs, DEFAULT_HANGOVER_MS);
    }

    /**
     * A detector at the start of a leg.
     *
     * @param rateHz 8,000 or 16,000
     * @param frameMs 10 or 20
     * @param hangoverMs how long speech outlasts the last sound of it, 0 to 10,000
     * @throws IllegalArgumentException for any other value
     */
    public static VoiceActivity of(int rateHz, int frameMs, int hangoverMs) {
        if (rateHz != 8_000 && rateHz != 16_000) {
            throw new IllegalArgumentException("rateHz is " + rateHz + "; expected 8000 or 16000");
        }
        if (frameMs != 10 && frameMs != 20) {
            throw new IllegalArgumentException("frameMs is " + frameMs + "; expected 10 or 20");
        }
        if (hangoverMs < 0 || hangoverMs > MAX_HANGOVER_MS) {
            throw new IllegalArgumentException("hangoverMs is " + hangoverMs + "; expected 0 to " + MAX_HANGOVER_MS);
        }
        return new VoiceActivity(rateHz, frameMs, hangoverMs);
    }

    /** How many samples each frame has. */
    public int frameSamples() {
        return frameSamples;
    }

    /**
     * Takes the next frame: {@link #frameSamples()} samples from {@code position}.
     *
     * @return whether somebody is speaking now, as {@link #speaking()}
     * @throws IndexOutOfBoundsException if there are fewer samples
     */
    public boolean accept(short[] samples, int position) {
        requireFrame("samples", samples.length, position, frameSamples);
        features.take(samples, position);
        samplesSeen += frameSamples;
        noise.take(features.levelDb());
        decide();
        return speaking;
    }

    /** Takes the next frame as linear16, low byte first: two bytes for each sample. */
    public boolean acceptLinear16(byte[] bytes, int position) {
        requireFrame("bytes", bytes.length, position, 2 * frameSamples);
        for (int i = 0; i < frameSamples; i++) {
            int at = position + 2 * i;
            frame[i] = (short) ((bytes[at] & 0xFF) | (bytes[at + 1] << 8));
        }
        return accept(frame, 0);
    }

    /** Takes the next frame as mu-law: one byte for each sample. */
    public boolean acceptMuLaw(byte[] codes, int position) {
        requireFrame("codes", codes.length, position, frameSamples);
        MuLaw.decode(codes, position, frame, 0, frameSamples);
        return accept(frame, 0);
    }

    /** Whether somebody is speaking, the hangover included. */
    public boolean speaking() {
        return speaking;
    }

    /** Whether the last frame was the one that started speech. */
    public boolean speechStarted() {
        return turned && speaking;
    }

    /** Whether the last frame was the one that ended speech, that is, its hangover. */
    public boolean speechEnded() {
        return turned && !speaking;
    }

    /** Samples taken so far; over the rate, the time on the leg's own clock. */
    public long samplesSeen() {
        return samplesSeen;
    }

    /** RMS of the last frame between 150 Hz and 2 kHz, in dB below full scale. */
    public double levelDb() {
        return features.levelDb();
    }

    /** The level, as {@link #levelDb()} has it, of the quietest moment of the last three seconds; -65 or more. */
    public double noiseFloorDb() {
        return noise.db();
    }

    /** Forgets the leg, for the next one. */
    public void reset() {
        features.reset();
        noise.reset();
        samplesSeen = 0;
        voicedMs = 0;
        smoothDb = 0;
        steadyDb = 0;
        steadyMs = 0;
        sinceVoicedMs = 0;
        sinceActiveMs = 0;
        speaking = false;
        turned = false;
    }

    private void decide() {
        boolean before = speaking;
        boolean loud = features.levelDb() > Math.max(QUIETEST_VOICE_DB, noise.db() + VOICE_OVER_NOISE_DB);
        double gainDb = loud ? features.predictionGainDb() : 0;
        boolean tonal = isSteady() || gainDb > TONAL_DB;
        boolean voiced = loud && !tonal && isVoiced(gainDb);
        voicedMs = voicedMs(voiced, tonal);
        sinceVoicedMs = voiced ? 0 : Math.min(UNVOICED_MS, sinceVoicedMs) + frameMs;
        if (voicedMs >= CONFIRM_MS) {
            speaking = true;
        }
        boolean active = voiced || (loud && !tonal && sinceVoicedMs <= UNVOICED_MS);
        sinceActiveMs = active ? 0 : Math.min(MAX_HANGOVER_MS, sinceActiveMs) + frameMs;
        if (sinceActiveMs > hangoverMs) {
            speaking = false;
        }
        turned = speaking != before;
    }

    /** A clear pitch; or, in a hall or a hoarse throat, half a pitch with formants and well above the noise. */
    private boolean isVoiced(double gainDb) {
        double periodicity = features.periodicity();
        return periodicity > VOICED
                || (periodicity > HALF_VOICED
                        && gainDb > FORMANTS_DB
                        && features.levelDb() > noise.db() + CLEARLY_OVER_NOISE_DB);
    }

    /** Whether the level, smoothed, has stayed where it is for longer than a voice could hold it. */
    private boolean isSteady() {
        smoothDb += Math.min(1, frameMs / SMOOTHING_MS) * (features.levelDb() - smoothDb);
        if (Math.abs(smoothDb - steadyDb) > STEADY_DB) {
            steadyDb = smoothDb;
            steadyMs = 0;
        }
        steadyMs = Math.min(STEADY_MS, steadyMs) + frameMs;
        return steadyMs > STEADY_MS;
    }

    /** A tone ends the count at once, so that its ragged edges never add up to a voice. */
    private int voicedMs(boolean voiced, boolean tonal) {
        if (tonal) {
            return 0;
        }
        return voiced ? Math.min(CONFIRM_MS + frameMs, voicedMs + frameMs) : Math.max(0, voicedMs - frameMs);
    }

    private static void requireFrame(String what, int length, int position, int count) {
        if (position < 0 || count > length - position) {
            throw new IndexOutOfBoundsException("a frame takes " + count + " " + what + "; " + length
                    + " are there and the position is " + position);
        }
    }
}
