package io.sidetone.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** Whether two servers are set alike, without saying how. Pure. */
final class Fingerprint {
    private static final int BYTES = 8;

    private Fingerprint() {}

    /**
     * Of settings as they are logged, each with where it comes from, which makes no difference. Secrets are not in there,
     * so that nothing can be learned of them by guessing.
     *
     * @return 16 hexadecimal digits
     */
    static String of(List<String> settings) {
        String text = settings.stream()
                .map(it -> it.replaceFirst(" \\[[^\\[]*]$", ""))
                .sorted()
                .collect(Collectors.joining("\n"));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
