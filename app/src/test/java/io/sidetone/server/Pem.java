package io.sidetone.server;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** A certificate that signs itself, and its key, made for one test. */
public record Pem(String certificate, String key) {
    /** Valid since yesterday, for a hundred days, for names; those that begin with a digit are addresses. */
    public static Pem of(String... names) {
        CertificateBuilder builder = new CertificateBuilder()
                .ecp256()
                .subject("CN=Sidetone test")
                .notBefore(Instant.now().minus(Duration.ofDays(1)))
                .notAfter(Instant.now().plus(Duration.ofDays(100)))
                .setIsCertificateAuthority(true);
        for (String name : names) {
            if (Character.isDigit(name.charAt(0))) {
                builder.addSanIpAddress(name);
            } else {
                builder.addSanDnsName(name);
            }
        }
        try {
            X509Bundle made = builder.buildSelfSigned();
            return new Pem(made.getCertificatePEM(), made.getPrivateKeyPEM());
        } catch (Exception e) {
            throw new AssertionError(e); // the builder declares no more than that
        }
    }

    public void write(Path certificateFile, Path keyFile) throws IOException {
        Files.writeString(certificateFile, certificate);
        Files.writeString(keyFile, key);
    }
}
