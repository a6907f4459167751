package io.sidetone.world;

import io.sidetone.server.Sidetone;
import io.sidetone.settings.Settings;
import io.sidetone.settings.Sources;
import io.sidetone.sim.deepgram.DeepgramEmulator;
import io.sidetone.sim.deepgram.EmulatorOptions;
import io.sidetone.sim.deepgram.RecordedStream;
import io.sidetone.sim.deepgram.RecordingLibrary;
import io.sidetone.sim.twilio.Trust;
import io.sidetone.sim.twilio.TwilioAccount;
import io.sidetone.sim.twilio.TwilioSimulator;
import io.sidetone.sim.webhook.ListenerOptions;
import io.sidetone.sim.webhook.ReceivedEvent;
import io.sidetone.sim.webhook.WebhookListener;
import io.sidetone.sim.webhook.WebhookSecret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A server, a Deepgram emulator, a webhook listener and a Twilio simulator, joined by sockets only. */
public final class World implements AutoCloseable {
    public static final String AUTH_TOKEN = "0123456789abcdef0123456789abcdef";
    public static final String WRONG_TOKEN = "fedcba9876543210fedcba9876543210";
    public static final String ACCOUNT_SID = "AC00000000000000000000000000000001";
    public static final String SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    public static final String DASHBOARD_TOKEN = "a-token-for-tests-only";
    static final String ALL_EVENTS =
            "call.started,leg.started,transcript.final,utterance.completed,fault,leg.ended,call.ended";

    private final DeepgramEmulator deepgram;
    private final WebhookListener listener;
    private final Sidetone server;
    private final TwilioSimulator twilio;
    private final HttpClient http;
    private final Map<String, CompletableFuture<Void>> ended = new ConcurrentHashMap<>(); // by callId
    private final List<Consumer<ReceivedEvent>> watchers = new CopyOnWriteArrayList<>();

    /** @param more settings that differ from a usual signed set-up */
    public static World start(Path data, Map<String, String> more) throws IOException {
        return new World(data, more, null, UnaryOperator.identity(), own(more));
    }

    /** @param file a settings file beside them, for what only a file can say */
    public static World start(Path data, Map<String, String> more, Path file) throws IOException {
        return new World(data, more, file, UnaryOperator.identity(), own(more));
    }

    /** The same, with an emulator of the vendor that differs from the usual one. */
    static World start(Path data, Map<String, String> more, UnaryOperator<EmulatorOptions> emulator)
            throws IOException {
        return new World(data, more, null, emulator, own(more));
    }

    /** The same, behind something whose certificate Twilio trusts. */
    static World start(Path data, Map<String, String> more, Trust trust) throws IOException {
        return new World(data, more, null, UnaryOperator.identity(), trust);
    }

    private static Trust own(Map<String, String> more) throws IOException {
        String certificate = more.get("http.tls.certificate");
        return certificate == null ? Trust.USUAL : Trust.in(Path.of(certificate));
    }

    private World(
            Path data,
            Map<String, String> more,
            @Nullable Path file,
            UnaryOperator<EmulatorOptions> emulator,
            Trust trust)
            throws IOException {
        http = HttpClient.newBuilder().sslContext(trust.context()).build();
        twilio = TwilioSimulator.start(
                new TwilioAccount(ACCOUNT_SID, AUTH_TOKEN),
                Clock.systemUTC(),
                new Random(711),
                UnaryOperator.identity(),
                trust);
        deepgram =
                DeepgramEmulator.start(emulator.apply(EmulatorOptions.of(RecordingLibrary.bundled(), Clock.systemUTC())
                        .withAcceptedKeys("test-key")));
        listener = WebhookListener.start(ListenerOptions.of(Clock.systemUTC(), WebhookSecret.parse(SECRET))
                .takingAllTypes()
                .keeping(100_000)
                .watchedBy(this::note));
        Map<String, String> given = new LinkedHashMap<>(Map.of(
                "http.host", "127.0.0.1",
                "http.port", "0",
                "management.port", "0",
                "twilio.account-sid", ACCOUNT_SID,
                "twilio.auth-token", AUTH_TOKEN,
                "answer.dial.number", "+15005550010",
                "answer.roles.inbound", "technician",
                "answer.roles.outbound", "agent",
                "deepgram.url", deepgram.url().toString(),
                "deepgram.api-key", "test-key"));
        given.putAll(Map.of(
                "webhook.url",
                listener.url().toString(),
                "webhook.secret",
                SECRET,
                "webhook.events",
                ALL_EVENTS,
                "webhook.include",
                "words",
                "twilio.api-url",
                twilio.apiUrl().toString(),
                "dashboard.token",
                DASHBOARD_TOKEN,
                "data.dir",
                data.toString()));
        given.putAll(more);
        given.values().removeIf(String::isEmpty);
        server = Sidetone.start(Settings.read(new Sources(given, Map.of(), file)));
    }

    public DeepgramEmulator deepgram() {
        return deepgram;
    }

    public TwilioSimulator twilio() {
        return twilio;
    }

    public Sidetone server() {
        return server;
    }

    public URI voiceUrl(String query) {
        return URI.create(server.publicUrl() + "/twilio/voice" + query);
    }

    public URI mediaUrl() {
        return URI.create(server.publicUrl().toString().replaceFirst("^http", "ws") + "/twilio/media");
    }

    public URI webhookUrl() {
        return listener.url();
    }

    public URI dashboardUrl() {
        return URI.create(server.publicUrl().toString().replaceFirst("^http", "ws") + "/api/v1/dashboard/ws");
    }

    /** POSTs to the API with the dashboard's token. */
    CompletableFuture<HttpResponse<String>> askAsync(String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.publicUrl() + path))
                .header("Authorization", "Bearer " + DASHBOARD_TOKEN)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Completes when the webhook has been told that the call is over. */
    public CompletableFuture<Void> ended(String callId) {
        return ended.computeIfAbsent(callId, id -> new CompletableFuture<>());
    }

    /** A call's events at the webhook, first arrivals only, in the order of arrival. */
    public List<ReceivedEvent> events(String callId) {
        return listener.events().stream()
                .filter(event -> event.callId().equals(callId) && event.taken() && !event.repeat())
                .toList();
    }

    public List<ReceivedEvent> allEvents() {
        return listener.events();
    }

    /** What the vendor was sent for one leg. */
    public List<RecordedStream> streams(String callId, String track) {
        return deepgram.streams().stream()
                .filter(stream -> callId.equals(stream.extras().get("call"))
                        && track.equals(stream.extras().get("leg")))
                .toList();
    }

    /** Calls back for each event that the webhook receives from now on, on the listener's thread. */
    public void onEvent(Consumer<ReceivedEvent> watcher) {
        watchers.add(watcher);
    }

    private void note(ReceivedEvent event) {
        watchers.forEach(it -> it.accept(event));
        if (event.type().equals("call.ended")) {
            ended(event.callId()).complete(null);
        }
    }

    @Override
    public void close() {
        twilio.close();
        server.close();
        listener.close();
        deepgram.close();
    }
}
