package io.sidetone.server;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A certificate with its chain and key, read from two PEM files at one moment. Immutable.
 *
 * @param chain the server's own certificate first
 * @param seen what stood in the files, to tell whether they have changed
 */
record Certificate(List<X509Certificate> chain, PrivateKey key, List<ByteBuffer> seen) {
    /** Less than this before its end a certificate should have been renewed. */
    static final Duration SOON = Duration.ofDays(14);

    private static final int LARGEST_FILE_BYTES = 1 << 20;

    /** The files are not what they should be. The message names the file and says what to do. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }

    /**
     * Reads and proves them.
     *
     * @throws Unusable if they cannot be read, are no PEM, or do not belong together; whether the time is right is not
     *     looked at
     */
    static Certificate read(Path certificate, Path key) throws Unusable {
        byte[] chainBytes = bytes("http.tls.certificate", certificate);
        byte[] keyBytes = bytes("http.tls.key", key);
        List<X509Certificate> chain = chain(certificate, chainBytes);
        PrivateKey secret = key(
                key,
                new String(keyBytes, StandardCharsets.US_ASCII),
                chain.get(0).getPublicKey().getAlgorithm());
        if (!isPair(chain.get(0), secret)) {
            throw new Unusable("http.tls.key: the key in " + key + " is not that of the first certificate in "
                    + certificate + " (expected: the server's own certificate first, then its chain)");
        }
        return new Certificate(chain, secret, List.of(ByteBuffer.wrap(chainBytes), ByteBuffer.wrap(keyBytes)));
    }

    private static byte[] bytes(String setting, Path file) throws Unusable {
        try {
            if (Files.size(file) > LARGEST_FILE_BYTES) {
                throw new Unusable(setting + ": " + file + " is too large for a PEM file");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new Unusable(setting + ": " + file + " cannot be read: " + e
                    + " (expected: a PEM file that this user may read)");
        }
    }

    private static List<X509Certificate> chain(Path file, byte[] pem) throws Unusable {
        try {
            List<X509Certificate> chain =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (!chain.isEmpty()) {
                return chain;
            }
        } catch (GeneralSecurityException e) {
            throw new Unusable("http.tls.certificate: " + file + " is no certificate in PEM: " + e.getMessage());
        }
        throw new Unusable("http.tls.certificate: there is no certificate in " + file);
    }

    private static PrivateKey key(Path file, String pem, String algorithm) throws Unusable {
        String begin = "-----BEGIN PRIVATE KEY-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf("-----END PRIVATE KEY-----");
        if (from < 0 || to < from) {
            throw new Unusable("http.tls.key: there is no unencrypted PKCS#8 key in " + file + " (expected: " + begin
                    + "; openssl pkcs8 -topk8 -nodes -in KEY makes one of another)");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // What was wrong with it could hold a part of the key.
            throw new Unusable("http.tls.key: the key in " + file + " is no " + algorithm
                    + " key, which is what the certificate asks for");
        }
    }

    private static boolean isPair(X509Certificate certificate, PrivateKey key) {
        byte[] something = "Sidetone".getBytes(StandardCharsets.US_ASCII);
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm(); // Ed25519 and Ed448 sign under their own names
                };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(something);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(something);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    boolean isSameAs(Certificate other) {
        return seen.equals(other.seen);
    }

    Instant expires() {
        return chain.get(0).getNotAfter().toInstant();
    }

    /** Whether it is time to renew it. */
    boolean endsSoon(Instant now) {
        return expires().isBefore(now.plus(SOON));
    }

    Instant begins() {
        return chain.get(0).getNotBefore().toInstant();
    }

    /** What speaks TLS with it: BoringSSL where it is, else Java's own. */
    SslContext context() throws IOException {
        return SslContextBuilder.forServer(key, chain)
                .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .build();
    }

    /** Never the key. */
    @Override
    public String toString() {
        return chain.get(0).getSubjectX500Principal() + ", until " + expires();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Certificate that && seen.equals(that.seen);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(new Object[] {seen});
    }
}
