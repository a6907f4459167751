package io.sidetone.delivery;

import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Whose certificates are believed, where that is not for the JDK to say.
 *
 * @param sockets made with {@code trust}
 */
public record Tls(SSLSocketFactory sockets, X509TrustManager trust) {}
