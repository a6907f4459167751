package io.sidetone;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Tokens of one demo run, made at random: nothing that could be mistaken for a real one is in the code. */
record DemoSecrets(String authToken, String webhookSecret, String dashboardToken) {
    /** Invented; no real account has it. */
    static final String ACCOUNT_SID = "AC00000000000000000000000000000001";

    static DemoSecrets random() {
        SecureRandom random = new SecureRandom();
        return new DemoSecrets(
                HexFormat.of().formatHex(bytes(random, 16)),
                "whsec_" + Base64.getEncoder().encodeToString(bytes(random, 32)),
                HexFormat.of().formatHex(bytes(random, 16)));
    }

    private static byte[] bytes(SecureRandom random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    @Override
    public String toString() {
        return "secrets of a demo";
    }
}
