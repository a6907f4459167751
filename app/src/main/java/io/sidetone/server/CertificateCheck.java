package io.sidetone.server;

import io.sidetone.settings.Settings;
import java.net.URI;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Whether the certificate is one that Twilio will take at the public URL. */
final class CertificateCheck {
    private static final int DNS_NAME = 2; // RFC 5280, GeneralName
    private static final int IP_ADDRESS = 7;

    private CertificateCheck() {}

    static Checks.Finding run(Settings.Tls files, URI publicUrl, Instant now) {
        try {
            Certificate certificate = Certificate.read(files.certificate(), files.key());
            return judge(certificate, publicUrl.getHost(), now);
        } catch (Certificate.Unusable e) {
            return bad(String.valueOf(e.getMessage()));
        }
    }

    private static Checks.Finding judge(Certificate certificate, String host, Instant now) {
        if (now.isBefore(certificate.begins())) {
            return bad(certificate + " is not valid before " + certificate.begins() + "; look at this machine's clock");
        } else if (now.isAfter(certificate.expires())) {
            return bad(certificate + " has ended; renew it, the file is read again by itself");
        } else if (names(certificate.chain().get(0)).stream().noneMatch(name -> covers(name, host))) {
            return bad(certificate + " is not for " + host + ", the host of http.public-url, but for "
                    + names(certificate.chain().get(0)));
        } else if (certificate.endsSoon(now)) {
            return bad(certificate + " ends in less than " + Certificate.SOON.toDays() + " days; renew it");
        }
        return new Checks.Finding(
                true,
                "http.tls.certificate",
                certificate + ", with a chain of " + certificate.chain().size());
    }

    private static List<String> names(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name ->
                                    name.get(0).equals(DNS_NAME) || name.get(0).equals(IP_ADDRESS))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    /** RFC 9525: an asterisk stands for one whole label, the first. */
    static boolean covers(String name, String host) {
        String wanted = host.toLowerCase(Locale.ROOT);
        String given = name.toLowerCase(Locale.ROOT);
        int dot = wanted.indexOf('.');
        if (given.startsWith("*.") && dot > 0) {
            return given.substring(1).equals(wanted.substring(dot));
        }
        return given.equals(wanted);
    }

    private static Checks.Finding bad(String detail) {
        return new Checks.Finding(false, "http.tls.certificate", detail);
    }
}
