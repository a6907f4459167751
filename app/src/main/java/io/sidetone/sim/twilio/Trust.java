package io.sidetone.sim.twilio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whose certificates a simulated Twilio takes: those that this Java trusts, as the real one would, or those of a file,
 * for a bridge that is tried out with a certificate of its own. Immutable.
 */
public final class Trust {
    /** Whom this Java trusts. */
    public static final Trust USUAL = new Trust(null);

    private final @Nullable TrustManagerFactory managers;

    private Trust(@Nullable TrustManagerFactory managers) {
        this.managers = managers;
    }

    /**
     * Whose certificate, or whose issuer's, stands in a file; names are checked all the same.
     *
     * @param pem one certificate or more
     * @throws IOException if it cannot be read, or holds no certificate
     */
    public static Trust in(Path pem) throws IOException {
        try (InputStream in = Files.newInputStream(pem)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new IOException("there is no certificate in " + pem + " (expected: PEM)");
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate certificate : certificates) {
                store.setCertificateEntry("trusted-" + store.size(), certificate);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            return new Trust(managers);
        } catch (GeneralSecurityException e) {
            throw new IOException(pem + " is no certificate in PEM: " + e.getMessage(), e);
        }
    }

    /** For Netty; null for the usual one. */
    public @Nullable TrustManagerFactory managers() {
        return managers;
    }

    /** For Java's own HTTP client. */
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers == null ? null : managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }
}
