package io.sidetone.sim.deepgram;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.BiConsumer;

/** Where audio comes in: judged frame by frame, then given to the transcription step by step. */
final class AudioIntake {
    private static final double LONGEST_FRAME_SECONDS = 0.25;
    private static final int LONGEST_CONTROL_BYTES = 256;

    private final ListenRequest request;
    private final PaceWatch pace;
    private final Transcription transcription;
    private final BiConsumer<Violation.Kind, String> violations;
    private final MessageDigest digest = sha256Digest();
    private byte[] frame = {};
    private int taken; // bytes of the frame given to the transcription
    private long bytes; // given to the transcription so far
    private boolean begun;

    AudioIntake(
            ListenRequest request,
            Strictness strictness,
            Transcription transcription,
            BiConsumer<Violation.Kind, String> violations) {
        this.request = request;
        this.pace = new PaceWatch(strictness);
        this.transcription = transcription;
        this.violations = violations;
    }

    static boolean isKeepAlive(byte[] bytes) {
        return isControl(bytes) && new String(bytes, StandardCharsets.ISO_8859_1).contains("KeepAlive");
    }

    Transcription transcription() {
        return transcription;
    }

    /**
     * A frame came; {@link #step} works on it.
     *
     * @return whether a stretch of audio that is too fast begins with it
     */
    boolean take(byte[] newFrame, long nanos) {
        judge(newFrame);
        digest.update(newFrame);
        frame = newFrame;
        taken = 0;
        begun = true;
        boolean tooFast = pace.hear(Math.round(request.seconds(newFrame.length) * 1e9), nanos);
        if (tooFast) {
            violations.accept(
                    Violation.Kind.TOO_FAST,
                    "more audio than the pace allows (expected: at most %s x real time)".formatted(pace.pace()));
        }
        return tooFast;
    }

    /** Nothing was read for a while, and not because the client sent nothing. */
    void excuse(long nanosNotRead) {
        pace.excuse(nanosNotRead);
    }

    /** Works on the next 10 ms; returns whether there was any audio left. */
    boolean step() {
        int count = transcription.hear(frame, taken, frame.length - taken);
        taken += count;
        bytes += count;
        return count > 0;
    }

    boolean begun() {
        return begun;
    }

    /** The stream's clock. */
    double seconds() {
        return request.seconds(bytes);
    }

    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private void judge(byte[] newFrame) {
        if (request.seconds(newFrame.length) > LONGEST_FRAME_SECONDS) {
            violations.accept(
                    Violation.Kind.FRAME_TOO_LONG,
                    "%.0f ms in one message (expected: 20 to 250)".formatted(request.seconds(newFrame.length) * 1000));
        }
        if (newFrame.length % request.bytesPerFrame() != 0) {
            violations.accept(
                    Violation.Kind.CUT_SAMPLE,
                    "%d bytes (expected: a multiple of %d)".formatted(newFrame.length, request.bytesPerFrame()));
        }
        if (isControl(newFrame)) {
            violations.accept(
                    Violation.Kind.BINARY_CONTROL,
                    "JSON in a binary message, heard as sound (expected: a text message)");
        }
        if (!begun && newFrame.length >= 4 && new String(newFrame, 0, 4, StandardCharsets.ISO_8859_1).equals("RIFF")) {
            violations.accept(Violation.Kind.CONTAINER_HEADER, "a WAV header (expected: bare samples)");
        }
    }

    private static boolean isControl(byte[] bytes) {
        return bytes.length >= 2
                && bytes.length <= LONGEST_CONTROL_BYTES
                && bytes[0] == '{'
                && bytes[bytes.length - 1] == '}'
                && new String(bytes, StandardCharsets.ISO_8859_1).contains("\"type\"");
    }

    private static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
