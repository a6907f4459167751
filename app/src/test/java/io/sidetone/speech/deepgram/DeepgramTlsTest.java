package io.sidetone.speech.deepgram;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import io.sidetone.speech.AudioFormat;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.SpeechSession;
import io.sidetone.speech.Ticks;
import io.sidetone.speech.Transport;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** wss: a certificate for {@code speech.example}, made for this run, and names that all lead to the loopback. */
class DeepgramTlsTest {
    private static final char[] PASSWORD = "not-a-secret".toCharArray();

    private final World world = new World();

    @TempDir
    private Path directory = Path.of("");

    private KeyStore keys = emptyStore();

    @BeforeEach
    void makeCertificate() throws Exception {
        Path file = directory.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "speech",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=speech.example",
                        "-ext",
                        "san=dns:speech.example",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(output).isZero();
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void aCertificateForTheNameAskedForIsTrusted() throws Exception {
        try (ScriptedDeepgram deepgram = tlsServer()) {
            SpeechSession session = open("speech.example", deepgram.port());
            byte[] spoken = World.noise(480, 1);
            World.say(session, spoken, 0);
            session.finish();
            world.untilClosed();

            assertThat(world.closed()).isEqualTo(new SpeechEvent.Closed(true, "finished"));
            assertThat(deepgram.audio()).isEqualTo(spoken);
            assertThat(deepgram.headers.get(0).get("host")).isEqualTo("speech.example:" + deepgram.port());
        }
    }

    @Test
    void aCertificateForAnotherNameIsNot() throws Exception {
        try (ScriptedDeepgram deepgram = tlsServer()) {
            World.say(open("other.example", deepgram.port()), World.noise(480, 1), 0);
            world.untilClosed();

            SpeechEvent.Fault fault = world.only(SpeechEvent.Fault.class);
            assertThat(fault.code()).isEqualTo("stt.unavailable");
            assertThat(fault.message()).contains("other.example");
            assertThat(deepgram.headers).as("the key stayed here").isEmpty();
        }
    }

    @Test
    void aServerWithoutTlsIsNot() throws Exception {
        World.say(open("speech.example", world.deepgram.port()), World.noise(480, 1), 0);
        world.untilClosed();

        assertThat(world.only(SpeechEvent.Fault.class).code()).isEqualTo("stt.unavailable");
        assertThat(world.deepgram.headers).as("the key stayed here").noneMatch(each -> each.contains("authorization"));
    }

    @Test
    void aNameThatDoesNotExistIsUnavailability() throws Exception {
        World.say(open("nowhere.invalid", 443), World.noise(480, 1), 0);
        world.untilClosed();

        assertThat(world.only(SpeechEvent.Fault.class).message()).contains("nowhere.invalid");
    }

    private SpeechSession open(String host, int port) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted());
        Transport transport = new Transport(
                NioSocketChannel::new,
                new LoopbackNames(),
                SslContextBuilder.forClient().trustManager(trust).build());
        DeepgramSettings settings = new DeepgramSettings(
                URI.create("wss://" + host + ":" + port), () -> "key-of-tests", world.listening, world.timing);
        return new DeepgramSpeechToText(settings, transport, new Ticks(), world.meters)
                .open(world.leg(), AudioFormat.MULAW_8K, world.events::add);
    }

    private KeyStore trusted() throws Exception {
        KeyStore store = emptyStore();
        store.load(null, null);
        store.setCertificateEntry("speech", keys.getCertificate("speech"));
        return store;
    }

    private ScriptedDeepgram tlsServer() throws Exception {
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        return new ScriptedDeepgram(SslContextBuilder.forServer(own).build());
    }

    private static KeyStore emptyStore() {
        try {
            return KeyStore.getInstance("PKCS12");
        } catch (KeyStoreException e) {
            throw new AssertionError(e);
        }
    }

    /** Every name is the loopback, but those that must not exist. */
    private static final class LoopbackNames extends AddressResolverGroup<InetSocketAddress> {
        @Override
        protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
            return new InetNameResolver(executor) {
                @Override
                protected void doResolve(String host, Promise<InetAddress> promise) {
                    if (host.endsWith(".invalid")) {
                        promise.setFailure(new UnknownHostException(host));
                    } else {
                        promise.setSuccess(InetAddress.getLoopbackAddress());
                    }
                }

                @Override
                protected void doResolveAll(String host, Promise<List<InetAddress>> promise) {
                    promise.setSuccess(List.of(InetAddress.getLoopbackAddress()));
                }
            }.asAddressResolver();
        }
    }
}
