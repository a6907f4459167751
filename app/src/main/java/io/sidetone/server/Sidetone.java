package io.sidetone.server;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sidetone.api.CallsDoor;
import io.sidetone.call.Calls;
import io.sidetone.call.EndReason;
import io.sidetone.dashboard.Dashboards;
import io.sidetone.delivery.ThreadTimer;
import io.sidetone.delivery.Webhooks;
import io.sidetone.engine.Engine;
import io.sidetone.engine.embedded.EmbeddedEngine;
import io.sidetone.engine.embedded.EmbeddedLimits;
import io.sidetone.settings.Settings;
import io.sidetone.speech.Ticks;
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
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private static final Logger log = LoggerFactory.getLogger(Sidetone.class);
    /** After a call's sockets are told to close, its last words may take this long to come. */
    private static final Duration TAIL = Duration.ofSeconds(15);

    private final Settings settings;
    private final Loops loops;
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
    private final Dashboards dashboards;
    private final String dashboardToken;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Starts everything; returns when calls are taken.
     *
     * @throws CannotStart if a port is taken or the data directory cannot be written
     */
    public static Sidetone start(Settings settings) {
        Loops loops = Loops.open(Runtime.getRuntime().availableProcessors());
        try {
            return new Sidetone(settings, loops);
        } catch (RuntimeException e) {
            loops.close();
            throw e;
        }
    }

    private Sidetone(Settings given, Loops loops) {
        this.settings = given;
        this.loops = loops;
        InstantSource clock = Clock.systemUTC();
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Wiring wiring = new Wiring(settings, meters, clock);
        this.dashboardToken = DashboardToken.of(settings);
        FrontDoor.Bounds bounds = new FrontDoor.Bounds(
                settings.limits().requestBytes(), settings.limits().header());
        this.door = FrontDoor.bind(
                "http", loops, bounds, settings.http().host(), settings.http().port());
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
        Ticks ticks = new Ticks();
        this.engine = new EmbeddedEngine("local", EmbeddedLimits.DEFAULT);
        this.speech = new SpeechWiring(settings, meters, ticks, wiring.transport(loops));
        this.calls = new Calls(speech.open(), engine, wiring.callRules(), ticks, clock, "local", meters);
        this.account = wiring.account(publicUrl());
        this.minted = new MintedCalls(clock);
        this.streamStarter = wiring.streamStarter(account, minted);
        this.webhookTimer = new ThreadTimer();
        this.webhooks = new Webhooks(engine, wiring.targets(), wiring.deliverySurroundings(webhookTimer));
        this.dashboards = new Dashboards(
                engine, wiring.dashboards(dashboardToken, publicUrl()), Dashboards.writer(), clock, meters);
        this.management = new Management(meters, engine, calls, Version.get());
        open(wiring, clock, meters);
    }

    private void open(Wiring wiring, InstantSource clock, PrometheusMeterRegistry meters) {
        VoiceDoor voice = new VoiceDoor(account, wiring.answerPlan(), minted, calls, streamStarter, clock);
        MediaDoor media =
                new MediaDoor(account, minted, calls, streamStarter, wiring.mediaLimits(), wiring.pauseKeys(), meters);
        WarmUp.run();
        webhooks.start();
        dashboards.start();
        Map<String, Route> routes = new HashMap<>();
        routes.put("/twilio/voice", voice::voice);
        routes.put(MediaDoor.PATH, media::upgrade);
        routes.put(MediaDoor.PATH + "/", media::upgrade);
        routes.put("/twilio/stream-status", voice::streamStatus);
        routes.put("/twilio/call-status", voice::callStatus);
        routes.put("/twilio/dial-ended", voice::dialEnded);
        routes.put(Dashboards.PATH, dashboards::upgrade);
        CallsDoor callsDoor = new CallsDoor(engine.commands(), dashboards::turnsAway);
        routes.put(CallsDoor.PATH + Router.ANYTHING_BELOW, callsDoor::handle);
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

    /** Opens the dashboard's socket. Not for logs. */
    public String dashboardToken() {
        return dashboardToken;
    }

    /** The address by which the world knows us; with the real port where the settings leave it open. */
    public URI publicUrl() {
        URI url = settings.http().publicUrl();
        return url.getPort() == 0 ? URI.create(url.getScheme() + "://" + url.getHost() + ":" + port()) : url;
    }

    /** Lets no new calls in; completes when the last live one has ended by itself. */
    public CompletionStage<Void> drain() {
        management.draining();
        return calls.drain();
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
        await("the last deliveries", webhooks.drain());
        dashboards.close(Duration.ofSeconds(1));
        webhooks.close();
        webhookTimer.close();
        await("the event log", engine.drain());
        engine.close();
        managementDoor.close();
        door.close();
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
