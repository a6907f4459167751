package io.sidetone.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.ssl.OpenSsl;
import io.sidetone.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS of our own, by real sockets and Java's own client. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class TlsDoorTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Loops loops = Loops.open(1);

    @TempDir
    private Path directory = Path.of("");

    private Settings.Tls files;
    private Pem pem;

    @BeforeEach
    void makeCertificate() throws IOException {
        files = new Settings.Tls(directory.resolve("certificate.pem"), directory.resolve("key.pem"));
        pem = Pem.of("localhost", "127.0.0.1");
        pem.write(files.certificate(), files.key());
    }

    @AfterEach
    void close() {
        loops.close();
    }

    private TlsDoor tls() {
        return TlsDoor.open(files, Duration.ofSeconds(30), meters, Clock.systemUTC());
    }

    private FrontDoor door(TlsDoor tls, Duration patience) {
        FrontDoor.Bounds bounds = new FrontDoor.Bounds(2_000, patience);
        FrontDoor door = FrontDoor.bind("http", loops, bounds, tls, "127.0.0.1", 0);
        door.serve(Map.of("/page", (ctx, request) -> Answer.text(HttpResponseStatus.OK, "page")
                .send(ctx, request)));
        return door;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void answersOverBothVersionsThatAreSafe(String version) throws Exception {
        try (TlsDoor tls = tls();
                FrontDoor door = door(tls, Duration.ofMinutes(1));
                SSLSocket socket = connect(door, version)) {
            assertThat(ask(socket)).isEqualTo("HTTP/1.1 200 OK");
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        }
    }

    @Test
    void refusesOlderVersions() throws Exception {
        // Java's client must be told twice that it may.
        String disabled = Security.getProperty("jdk.tls.disabledAlgorithms");
        Security.setProperty("jdk.tls.disabledAlgorithms", "");
        try (TlsDoor tls = tls();
                FrontDoor door = door(tls, Duration.ofMinutes(1))) {
            assertThatThrownBy(() -> connect(door, "TLSv1.1").close()).isInstanceOf(SSLException.class);
        } finally {
            Security.setProperty("jdk.tls.disabledAlgorithms", disabled);
        }
    }

    @Test
    void plainBytesOnTheTlsPortEndThatConnectionOnly() throws Exception {
        try (TlsDoor tls = tls();
                FrontDoor door = door(tls, Duration.ofMinutes(1));
                Socket plain = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
            plain.getOutputStream()
                    .write("GET /page HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(plain.getInputStream().readAllBytes())
                    .doesNotContain("page".getBytes(StandardCharsets.US_ASCII));
            try (SSLSocket socket = connect(door, "TLSv1.3")) {
                assertThat(ask(socket)).isEqualTo("HTTP/1.1 200 OK");
            }
        }
    }

    @Test
    void whoNeverShakesHandsIsClosed() throws Exception {
        try (TlsDoor tls = tls();
                FrontDoor door = door(tls, Duration.ofMillis(50));
                Socket silent = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aRenewedCertificateIsForNewConnectionsAndOpenOnesStay() throws Exception {
        try (TlsDoor tls = tls();
                FrontDoor door = door(tls, Duration.ofMinutes(1));
                SSLSocket before = connect(door, "TLSv1.3")) {
            assertThat(ask(before)).isEqualTo("HTTP/1.1 200 OK");
            Pem.of("renewed.example").write(files.certificate(), files.key());
            tls.look();

            try (SSLSocket after = connect(door, "TLSv1.3")) {
                assertThat(name(after)).contains("renewed.example");
            }
            assertThat(name(before)).contains("localhost");
            assertThat(ask(before)).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    @Test
    void aChangeThatIsNoGoodIsToldOnceAndTheOldOneStays() throws Exception {
        try (TlsDoor tls = tls();
                FrontDoor door = door(tls, Duration.ofMinutes(1))) {
            Files.writeString(files.key(), "half a k"); // as when somebody is still writing
            tls.look();
            tls.look();
            assertThat(meters.get("sidetone_tls_reload_failures").counter().count())
                    .isEqualTo(1);
            try (SSLSocket socket = connect(door, "TLSv1.3")) {
                assertThat(name(socket)).contains("localhost");
            }

            Pem.of("renewed.example").write(files.certificate(), files.key());
            tls.look();
            assertThat(CertificateCheck.run(files, URI.create("https://renewed.example"), Instant.now()))
                    .matches(Checks.Finding::ok);
            try (SSLSocket socket = connect(door, "TLSv1.3")) {
                assertThat(name(socket)).contains("renewed.example");
            }
        }
    }

    @Test
    void tellsWhenTheCertificateEnds() {
        try (TlsDoor tls = tls()) {
            assertThat(meters.get("sidetone_tls_certificate_expires")
                            .timeGauge()
                            .value(TimeUnit.SECONDS))
                    .isEqualTo((double) tls.certificate().expires().getEpochSecond());
            assertThat(tls.certificate().toString()).contains("Sidetone test").doesNotContain("Private");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void isSpokenByTheNativeLibraryWhereThereIsOne() {
        assertThat(OpenSsl.isAvailable())
                .as(String.valueOf(OpenSsl.unavailabilityCause()))
                .isTrue();
    }

    @Test
    void aKeyOfAnotherCertificateIsNamed() throws IOException {
        Files.writeString(files.key(), Pem.of("other.example").key());
        cannotStart("http.tls.key", "is not that of the first certificate", "key.pem");
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        Files.delete(files.certificate());
        cannotStart("http.tls.certificate", "cannot be read", "certificate.pem");
    }

    @Test
    void aFileWithoutACertificateIsNamed() throws IOException {
        Files.writeString(files.certificate(), "");
        cannotStart("http.tls.certificate", "certificate.pem");
    }

    @ParameterizedTest
    @CsvSource({"PRIVATE KEY,ENCRYPTED PRIVATE KEY", "PRIVATE KEY,EC PRIVATE KEY"})
    void aKeyInAnotherShapeIsNamedWithWhatToDo(String shape, String other) throws IOException {
        Files.writeString(files.key(), pem.key().replace(shape, other));
        cannotStart("http.tls.key", "openssl pkcs8 -topk8 -nodes");
    }

    @Test
    void aBrokenKeyIsNotQuoted() throws IOException {
        String body = pem.key().lines().skip(1).findFirst().orElseThrow();
        Files.writeString(files.key(), pem.key().replace(body, body.substring(4)));
        assertThatThrownBy(this::tls)
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("http.tls.key")
                .hasMessageNotContaining(body.substring(4, 20));
    }

    private void cannotStart(String... parts) {
        assertThatThrownBy(this::tls).isInstanceOf(CannotStart.class).message().contains(parts);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, localhost, true",
        "calls.example.com, CALLS.example.com, true",
        "*.example.com, calls.example.com, true",
        "*.example.com, a.calls.example.com, false",
        "*.example.com, example.com, false",
        "other.example.com, calls.example.com, false",
        "127.0.0.1, 127.0.0.1, true",
    })
    void aNameOfTheCertificateCoversTheHostOrNot(String name, String host, boolean covers) {
        assertThat(CertificateCheck.covers(name, host)).isEqualTo(covers);
    }

    @Test
    void checkLooksWhomTheCertificateIsFor() {
        Instant now = Instant.now();
        assertThat(CertificateCheck.run(files, URI.create("https://localhost:8443"), now))
                .matches(Checks.Finding::ok);
        assertThat(CertificateCheck.run(files, URI.create("https://127.0.0.1"), now))
                .matches(Checks.Finding::ok);
        assertThat(CertificateCheck.run(files, URI.create("https://calls.example.com"), now))
                .matches(finding -> !finding.ok())
                .extracting(Checks.Finding::detail)
                .asString()
                .contains("is not for calls.example.com");
    }

    @Test
    void checkLooksHowLongItIsValid() throws IOException {
        Pem.of("localhost").write(files.certificate(), files.key());
        URI here = URI.create("https://localhost");
        Instant now = Instant.now();

        assertThat(CertificateCheck.run(files, here, now)).matches(Checks.Finding::ok);
        assertThat(CertificateCheck.run(files, here, now.plus(Duration.ofDays(90)))
                        .detail())
                .contains("14 days");
        assertThat(CertificateCheck.run(files, here, now.plus(Duration.ofDays(101)))
                        .detail())
                .contains("has ended");
        assertThat(CertificateCheck.run(files, here, now.minus(Duration.ofDays(2)))
                        .detail())
                .contains("clock");
    }

    private static SSLSocket connect(FrontDoor door, String version) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustsAnybody()}, new SecureRandom());
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", door.port());
        socket.setEnabledProtocols(new String[] {version});
        socket.startHandshake();
        return socket;
    }

    private static String name(SSLSocket socket) throws IOException, GeneralSecurityException {
        X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        return shown.getSubjectAlternativeNames().toString();
    }

    /** The first line of the answer; the connection stays open. */
    private static String ask(SSLSocket socket) throws IOException {
        socket.getOutputStream()
                .write("GET /page HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        StringBuilder answer = new StringBuilder();
        while (!answer.toString().endsWith("page\n")) {
            int next = socket.getInputStream().read();
            assertThat(next).as("more of " + answer).isNotNegative();
            answer.append((char) next);
        }
        return answer.toString().lines().findFirst().orElseThrow();
    }

    /** What is trusted is not what these tests are about. */
    private static final class TrustsAnybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
