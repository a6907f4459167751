package io.sidetone.speech;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whose certificates a vendor may show: those of the issuers that this Java knows, and those of a file, for a vendor's
 * software on machines of one's own. Names are checked all the same. Immutable.
 */
public final class VendorTrust {
    private final TrustManagerFactory managers;

    private VendorTrust(TrustManagerFactory managers) {
        this.managers = managers;
    }

    /** Whom this Java trusts. */
    public static VendorTrust usual() {
        try {
            return new VendorTrust(managers(null));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    /**
     * Whom this Java trusts, and whose certificate, or whose issuer's, stands in a file.
     *
     * @param pem one certificate or more
     * @throws IOException if it cannot be read, or holds no certificate
     */
    public static VendorTrust and(Path pem) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate certificate : certificates(pem)) {
                store.setCertificateEntry("file-" + store.size(), certificate);
            }
            for (X509Certificate issuer : usual().manager().getAcceptedIssuers()) {
                store.setCertificateEntry("java-" + store.size(), issuer);
            }
            return new VendorTrust(managers(store));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    private static Collection<? extends Certificate> certificates(Path pem) throws IOException {
        try (InputStream in = Files.newInputStream(pem)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new IOException("there is no certificate in " + pem + " (expected: PEM)");
            }
            return List.copyOf(found);
        } catch (CertificateException e) {
            throw new IOException(pem + " is no certificate in PEM: " + e.getMessage(), e);
        }
    }

    private static TrustManagerFactory managers(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        return managers;
    }

    /** For Netty. */
    public TrustManagerFactory managers() {
        return managers;
    }

    /** For a client that wants it beside its {@link #sockets()}. */
    public X509TrustManager manager() {
        return Arrays.stream(managers.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this Java cannot check certificates"));
    }

    /** For a blocking client. */
    public SSLSocketFactory sockets() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {manager()}, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }
}
