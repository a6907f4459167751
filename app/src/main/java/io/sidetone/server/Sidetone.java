package io.sidetone.server;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sidetone.api.Api;
import io.sidetone.api.SchemasDoor;
import io.sidetone.api.TagLimits;
import io.sidetone.call.CallRules;
import io.sidetone.call.Calls;
import io.sidetone.call.EndReason;
import io.sidetone.dashboard.Dashboards;
import io.sidetone.delivery.Surroundings;
import io.sidetone.delivery.ThreadTimer;
import io.sidetone.delivery.Webhooks;
import io.sidetone.engine.Engine;
import io.sidetone.identity.Account;
import io.sidetone.identity.Porter;
import io.sidetone.page.Page;
import io.sidetone.settings.Settings;
import io.sidetone.speech.Ticks;
import io.sidetone.speech.lasting.LastingSpeech;
import io.sidetone.tracing.Traces;
import io.sidetone.twilio.MediaDoor;
import io.sidetone.twilio.MintedCalls;
import io.sidetone.twilio.StreamStarter;
import io.sidetone.twilio.TwilioAccount;
import io.sidetone.twilio.VoiceDoor;
import io.sidetone.twiml.WarmUp;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running server: the one place where the rooms are joined. Reads in the order the data passes.
 *
 * <pre>
 *  Twilio ─▶ front door ─▶ media door ─▶ call ─▶ speech ─▶ Deepgram
 *                                          │◀── words ───────┘
 *                                          ├─▶ event log ─▶ webhooks
 *                                          └─▶ live bus ──▶ dashboards
 * </pre>
 */
public final class Sidetone implements AutoCloseable {
    /** A leg looks at the clock every 100 ms, and whenever audio or words come. */
    private static final int TICKS_BETWEEN = 5;

    private static final Logger log = LoggerFactory.getLogger(Sidetone.class);
    /** After a call's sockets are told to close, its last words may take this long to come. */
    private static final Duration TAIL = Duration.ofSeconds(15);
    /** Twilio opens the stream of a call that was answered within a second or two. */
    private static final Duration SETTLING = Duration.ofSeconds(10);

    private static final long LOOK_MS = 50;

    private final Settings settings;
    private final Instance instance = Instance.random();
    private final Loops loops;
    private final @Nullable TlsDoor tls; // null: plain HTTP
    private final FrontDoor door;
    private final FrontDoor managementDoor;
    private final Management management;
    private final Engine engine;
    private final Calls calls;
    private final SpeechWiring speech;
    private final TwilioAccount account;
    private final MintedCalls minted;
    private final StreamStarter streamStarter;
    private final Webhooks webhooks;
    private final ThreadTimer webhookTimer;
    private final @Nullable Traces traces; // null: nobody asked for them
    private final Porter porter;
    private final Dashboards dashboards;
    private final Api api;
    private final String dashboardToken;
    private final ProcessMeters processMeters;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Starts everything; returns when calls are taken.
     *
     * @throws CannotStart if a port is taken, or the data directory cannot be written or is another's
     */
    public static Sidetone start(Settings settings) {
        return start(settings, null);
    }

    /**
     * The same at a port that somebody else holds.
     *
     * @param inherited null to listen at {@code http.port}
     */
    public static Sidetone start(Settings settings, @Nullable InheritedSocket inherited) {
        Loops loops = Loops.open(settings.limits().eventLoops());
        try {
            return new Sidetone(settings, loops, inherited);
        } catch (RuntimeException e) {
            loops.close();
            throw e;
        }
    }

    private Sidetone(Settings given, Loops loops, @Nullable InheritedSocket inherited) {
        this.settings = given;
        this.loops = loops;
        InstantSource clock = Clock.systemUTC();
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        ProcessMeters.nameUnderOurs(meters);
        Wiring wiring = new Wiring(settings, meters, clock);
        this.dashboardToken = DashboardToken.of(settings);
        FrontDoor.Bounds bounds = new FrontDoor.Bounds(
                settings.limits().requestBytes(), settings.limits().header());
        this.tls = wiring.tls();
        FrontDoor.Bounds outside = wiring.towardsStrangers(bounds);
        Settings.Http http = settings.http();
        this.door = inherited == null
                ? FrontDoor.bind("http", loops, outside, tls, http.host(), http.port())
                : FrontDoor.inherit("http", loops, outside, tls, inherited);
        try {
            this.managementDoor = FrontDoor.bind(
                    "management",
                    loops,
                    bounds,
                    settings.management().host(),
                    settings.management().port());
        } catch (RuntimeException e) {
            door.close();
            throw e;
        }
        try {
            this.engine = wiring.engine();
        } catch (RuntimeException e) {
            managementDoor.close();
            door.close();
            throw e;
        }
        Ticks ticks = new Ticks(TICKS_BETWEEN);
        this.speech = new SpeechWiring(settings, meters, ticks, loops);
        CallRules rules = wiring.callRules();
        LastingSpeech lasting = speech.open();
        engine.events().tail(new Erasures(lasting));
        this.calls = new Calls(lasting, engine, rules, ticks, clock, "local", meters);
        this.account = wiring.account(publicUrl());
        this.minted = new MintedCalls(clock);
        this.streamStarter = wiring.streamStarter(account, minted);
        this.webhookTimer = new ThreadTimer();
        this.traces = wiring.traces();
        Surroundings surroundings = wiring.deliverySurroundings(webhookTimer);
        if (traces != null) {
            engine.events().tail(traces);
            surroundings = surroundings.with(Wiring.witness(traces));
        }
        this.webhooks = new Webhooks(engine, wiring.targets(), surroundings);
        FinalDelay finals = new FinalDelay(meters);
        engine.events().tail(finals);
        LoopDelay delays = LoopDelay.measure(loops.group(), meters, System::nanoTime);
        Pulse pulse = new Pulse(
                engine,
                new Measured(meters),
                finals,
                delays,
                webhooks::health,
                clock,
                System::nanoTime,
                settings.limits().calls());
        this.porter = wiring.porter(dashboardToken, publicUrl());
        wiring.count(porter.signIn());
        this.dashboards = new Dashboards(
                engine, wiring.dashboards(), porter, webhooks::takers, pulse, Dashboards.writer(), clock, meters);
        this.api = new Api(
                engine,
                new WebhookTargets(webhooks),
                porter,
                dashboards::stats,
                settings.dashboard().alerts(),
                new TagLimits(settings.limits().tagsPerCall(), settings.limits().tagCharacters()),
                clock,
                Version.get());
        this.management = new Management(
                meters,
                engine,
                calls,
                pulse,
                clock,
                Version.get(),
                instance,
                Fingerprint.of(settings.describe()),
                settings.limits().calls(),
                this::beginDraining);
        this.processMeters = ProcessMeters.bind(meters, settings.limits().calls());
        open(wiring, rules, clock, meters);
    }

    private void open(Wiring wiring, CallRules rules, InstantSource clock, PrometheusMeterRegistry meters) {
        VoiceDoor voice = new VoiceDoor(account, wiring.answerPlan(), minted, calls, streamStarter, clock, meters);
        MediaDoor media =
                new MediaDoor(account, minted, calls, streamStarter, wiring.mediaLimits(), wiring.pauseKeys(), meters);
        WarmUp.run();
        new FormerCalls(engine, calls, clock, rules.redactor()).settle();
        loops.everySecond(calls::watchStorage);
        webhooks.start();
        dashboards.start();
        api.start();
        Map<String, Route> routes = new HashMap<>();
        routes.put("/twilio/voice", voice::voice);
        routes.put(MediaDoor.PATH, media::upgrade);
        routes.put(MediaDoor.PATH + "/", media::upgrade);
        routes.put("/twilio/stream-status", voice::streamStatus);
        routes.put("/twilio/call-status", voice::callStatus);
        routes.put("/twilio/dial-ended", voice::dialEnded);
        routes.put(Instance.PATH, instance.route());
        routes.put(Dashboards.PATH, dashboards::upgrade);
        routes.put(Dashboards.STREAM_PATH, dashboards::stream);
        SchemasDoor schemas = new SchemasDoor();
        routes.put(SchemasDoor.PATH, schemas::handle);
        routes.put(SchemasDoor.PATH + "/", schemas::handle);
        routes.put(Api.PATH + Router.ANYTHING_BELOW, api::handle);
        Page page = new Page(Version.get());
        routes.put(Page.PATH, page::handle);
        routes.put(Page.FILES + Router.ANYTHING_BELOW, page::handle);
        door.serve(routes);
        managementDoor.serve(management.routes()); // last: whoever is told "ready" may call
        log.info(
                "Sidetone {} takes calls at {} (listening on {}:{})",
                Version.get(),
                publicUrl(),
                settings.http().host(),
                port());
    }

    /** The port that Twilio and dashboards connect to. */
    public int port() {
        return door.port();
    }

    public int managementPort() {
        return managementDoor.port();
    }

    /**
     * A link that signs a browser in, once, within an hour: with the rights of the dashboard's token, which it does not
     * tell. For this machine's screen, not for logs.
     */
    public URI signInLink() {
        String token = porter.signIn().oneTimeToken(Account.ofTheToken(dashboardToken));
        return URI.create((tls == null ? "http" : "https") + "://localhost:" + port() + "/#token=" + token);
    }

    /** For benches that fill the board with calls of their own. */
    Engine engine() {
        return engine;
    }

    /** Opens the dashboard's socket. Not for logs. */
    public String dashboardToken() {
        return dashboardToken;
    }

    /** The address by which the world knows us; with the real port where the settings leave it open. */
    public URI publicUrl() {
        return publicUrl(settings.http().publicUrl(), port());
    }

    static URI publicUrl(URI given, int port) {
        return given.getPort() == 0 ? URI.create(given.getScheme() + "://" + given.getHost() + ":" + port) : given;
    }

    /**
     * Lets no new calls in; completes when the last live one has ended by itself. Streams of calls that were answered
     * just before are waited for, a short time.
     */
    public CompletionStage<Void> drain() {
        beginDraining();
        CompletableFuture<Void> settled = new CompletableFuture<>();
        awaitStreams(settled, System.nanoTime() + SETTLING.toNanos());
        return settled.thenCompose(done -> calls.drain());
    }

    private void beginDraining() {
        management.draining();
        calls.close();
    }

    private void awaitStreams(CompletableFuture<Void> settled, long untilNanos) {
        if (minted.waiting() == 0 || System.nanoTime() - untilNanos >= 0) {
            settled.complete(null);
        } else {
            loops.group().schedule(() -> awaitStreams(settled, untilNanos), LOOK_MS, TimeUnit.MILLISECONDS);
        }
    }

    /** Ends live calls, lets their last words arrive and be delivered, and stops. Once; later calls do nothing. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        management.draining();
        door.stopListening();
        streamStarter.close();
        calls.endAll(EndReason.SHUTDOWN);
        await("the last words of live calls", calls.drain());
        await("the last events to be kept", engine.events().flushed());
        await("the last deliveries", webhooks.drain());
        api.close();
        porter.close();
        dashboards.close(Duration.ofSeconds(1));
        webhooks.close();
        webhookTimer.close();
        await("the event log", engine.drain());
        engine.close();
        if (traces != null) {
            traces.close();
        }
        processMeters.close();
        managementDoor.close();
        door.close();
        if (tls != null) {
            tls.close();
        }
        loops.close();
        speech.close();
    }

    private static void await(String what, CompletionStage<Void> done) {
        try {
            done.toCompletableFuture()
                    .orTimeout(TAIL.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            log.warn("stopping without waiting any longer for {}: {}", what, String.valueOf(e.getCause()));
        }
    }
}
