package io.sidetone.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Dns;
import okhttp3.Protocol;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Targets over TLS: whom they must prove to be, and the newest HTTP that they offer. */
@Timeout(30)
class TlsTest {
    private static final Dns LOOPBACK = host -> List.of(InetAddress.getLoopbackAddress());

    private final HeldCertificate authority =
            new HeldCertificate.Builder().certificateAuthority(0).build();
    private final MockWebServer server = new MockWebServer();

    @AfterEach
    void close() {
        server.close();
    }

    private URI serve(String name, Protocol... protocols) throws IOException {
        HeldCertificate certificate = new HeldCertificate.Builder()
                .signedBy(authority)
                .addSubjectAlternativeName(name)
                .build();
        server.useHttps(new HandshakeCertificates.Builder()
                .heldCertificate(certificate, authority.certificate())
                .build()
                .sslSocketFactory());
        server.setProtocols(List.of(protocols));
        server.enqueue(new MockResponse.Builder().code(204).build());
        server.start(InetAddress.getLoopbackAddress(), 0);
        return URI.create("https://nlu.example.com:" + server.getPort() + "/final");
    }

    private static Answer post(URI url, HandshakeCertificates believed) {
        Target target = new Target(
                "nlu",
                url,
                Fixture.target("nlu", url).secrets(),
                Set.of(),
                Set.of(),
                RetrySchedule.DEFAULT,
                Duration.ofSeconds(5));
        Surroundings surroundings = new Surroundings(
                InstantSource.system(),
                System::nanoTime,
                (delay, thread, task) -> () -> {},
                new Random(1),
                LOOPBACK,
                Proxy.NO_PROXY,
                new SimpleMeterRegistry(),
                "1.2.3",
                DeliveryLimits.DEFAULT,
                new Tls(believed.sslSocketFactory(), believed.trustManager()),
                Witness.NONE);
        try (Sender sender = new Sender(target, surroundings)) {
            CompletableFuture<Answer> answer = new CompletableFuture<>();
            sender.post(new Attempt("s_1", "msg_1", 1, new byte[] {'{', '}'}), answer::complete);
            return answer.join();
        }
    }

    private HandshakeCertificates ours() {
        return new HandshakeCertificates.Builder()
                .addTrustedCertificate(authority.certificate())
                .build();
    }

    @Test
    void http2IsSpokenWhereItIsOffered() throws Exception {
        URI url = serve("nlu.example.com", Protocol.HTTP_2, Protocol.HTTP_1_1);

        assertThat(post(url, ours()).meaning()).isEqualTo(AnswerClass.DELIVERED);

        RecordedRequest request = server.takeRequest();
        assertThat(request.getVersion()).isEqualTo("HTTP/2");
        assertThat(request.getHeaders().get("webhook-signature")).startsWith("v1,");
    }

    @Test
    void http1IsSpokenWhereNothingElseIs() throws Exception {
        URI url = serve("nlu.example.com", Protocol.HTTP_1_1);

        assertThat(post(url, ours()).meaning()).isEqualTo(AnswerClass.DELIVERED);

        assertThat(server.takeRequest().getVersion()).isEqualTo("HTTP/1.1");
    }

    @Test
    void aCertificateOfAnotherNameIsTheTargetsFault() throws Exception {
        Answer answer = post(serve("another.example.com", Protocol.HTTP_1_1), ours());

        assertThat(answer.meaning()).isEqualTo(AnswerClass.TARGET_FAULT);
        assertThat(answer.detail()).contains("nlu.example.com");
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void aCertificateThatNobodyVouchesForIsTheTargetsFault() throws Exception {
        HandshakeCertificates nobodys = new HandshakeCertificates.Builder().build();

        Answer answer = post(serve("nlu.example.com", Protocol.HTTP_1_1), nobodys);

        assertThat(answer.meaning()).isEqualTo(AnswerClass.TARGET_FAULT);
        assertThat(server.getRequestCount()).isZero();
    }
}
