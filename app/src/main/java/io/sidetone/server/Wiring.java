package io.sidetone.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sidetone.call.CallRules;
import io.sidetone.call.Track;
import io.sidetone.dashboard.DashboardSettings;
import io.sidetone.delivery.DeliveryLimits;
import io.sidetone.delivery.Filter;
import io.sidetone.delivery.Network;
import io.sidetone.delivery.RetrySchedule;
import io.sidetone.delivery.Surroundings;
import io.sidetone.delivery.Target;
import io.sidetone.delivery.Timer;
import io.sidetone.delivery.Witness;
import io.sidetone.engine.Engine;
import io.sidetone.engine.embedded.CannotOpen;
import io.sidetone.engine.embedded.EmbeddedEngine;
import io.sidetone.engine.embedded.EmbeddedLimits;
import io.sidetone.identity.Account;
import io.sidetone.identity.IdentitySettings;
import io.sidetone.identity.Porter;
import io.sidetone.identity.Proxies;
import io.sidetone.identity.SignIn;
import io.sidetone.redaction.Redaction;
import io.sidetone.redaction.Redactor;
import io.sidetone.settings.Secret;
import io.sidetone.settings.Settings;
import io.sidetone.speech.SpeechOptions;
import io.sidetone.tracing.Traces;
import io.sidetone.tracing.TracingSettings;
import io.sidetone.twilio.AnswerPlan;
import io.sidetone.twilio.MediaLimits;
import io.sidetone.twilio.MintedCalls;
import io.sidetone.twilio.PauseKeys;
import io.sidetone.twilio.StreamStarter;
import io.sidetone.twilio.TwilioAccount;
import io.sidetone.twiml.Announcement;
import io.sidetone.twiml.DialTarget;
import io.sidetone.twiml.Fallback;
import io.sidetone.twiml.RequestSignature;
import io.sidetone.twiml.StreamControl;
import io.sidetone.twiml.TwilioStreamControl;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import okhttp3.Dns;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Translates the settings into what each room is given. No room sees the settings themselves. */
final class Wiring {
    private static final Logger log = LoggerFactory.getLogger(Wiring.class);
    /** For one request to Twilio's REST API; several may fit into {@code twilio.resume-seconds}. */
    private static final Duration REST_TIMEOUT = Duration.ofSeconds(5);

    private final Settings settings;
    private final MeterRegistry meters;
    private final InstantSource clock;

    Wiring(Settings settings, MeterRegistry meters, InstantSource clock) {
        this.settings = settings;
        this.meters = meters;
        this.clock = clock;
    }

    TwilioAccount account(URI publicUrl) {
        List<String> tokens =
                settings.twilio().authTokens().stream().map(Secret::reveal).toList();
        return new TwilioAccount(
                publicUrl,
                settings.twilio().accountSid(),
                tokens.isEmpty() ? null : new RequestSignature(tokens),
                TwilioAccount.ForeignStreams.valueOf(
                        settings.twilio().foreignStreams().name()));
    }

    /** @throws CannotStart if the journal cannot be opened */
    Engine engine() {
        EmbeddedLimits limits = EmbeddedLimits.DEFAULT
                .withRetentionDays(settings.retentionDays())
                .withBallastBytes(settings.ballastBytes())
                .withBacklogBytes(settings.limits().journalBacklogBytes());
        try {
            return EmbeddedEngine.open("local", settings.dataDir().resolve("journal"), limits, clock, meters);
        } catch (CannotOpen e) {
            throw new CannotStart(String.valueOf(e.getMessage()), e);
        }
    }

    /** The bounds of a door that anybody may knock at. */
    FrontDoor.Bounds towardsStrangers(FrontDoor.Bounds bounds) {
        Settings.Limits limits = settings.limits();
        return new FrontDoor.Bounds(
                bounds.requestBytes(),
                limits.headerBytes(),
                limits.connections(),
                bounds.header(),
                new Strangers(
                        new Strangers.Limits(limits.connectionsPerAddress(), limits.requestsPerSecond()),
                        new Proxies(settings.http().trustedProxies()),
                        meters,
                        System::nanoTime));
    }

    /**
     * Null where the public port is plain.
     *
     * @throws CannotStart if the certificate or its key is no good
     */
    @Nullable TlsDoor tls() {
        Settings.Tls tls = settings.http().tls();
        return tls == null ? null : TlsDoor.open(tls, settings.limits().header(), meters, clock);
    }

    AnswerPlan answerPlan() {
        Settings.Answer answer = settings.answer();
        return new AnswerPlan(
                answer.announce() == null ? null : new Announcement(answer.announce(), answer.language(), null),
                answer.dialTarget() == null ? null : DialTarget.parse(answer.dialTarget()),
                answer.dialTimeout(),
                answer.callerId(),
                answer.fallback() == null ? null : Fallback.parse(answer.fallback()),
                answer.inboundRole(),
                answer.outboundRole(),
                answer.parameters(),
                settings.twilio().separation() == Settings.Separation.STREAM_PER_LEG);
    }

    StreamStarter streamStarter(TwilioAccount account, MintedCalls minted) {
        Settings.Twilio twilio = settings.twilio();
        String sid = twilio.accountSid();
        List<StreamControl> controls = sid == null
                ? List.of()
                : twilio.authTokens().stream()
                        .<StreamControl>map(
                                token -> new TwilioStreamControl(sid, token.reveal(), twilio.apiUrl(), REST_TIMEOUT))
                        .toList();
        return new StreamStarter(controls, account, minted, twilio.separation() == Settings.Separation.STREAM_PER_LEG);
    }

    MediaLimits mediaLimits() {
        Settings.Limits limits = settings.limits();
        return new MediaLimits(limits.messageBytes(), limits.header(), limits.badMessages(), limits.gather());
    }

    PauseKeys pauseKeys() {
        return new PauseKeys(settings.pause().key(), settings.pause().keypad());
    }

    CallRules callRules() {
        Map<String, SpeechOptions> roles = new HashMap<>();
        settings.speech()
                .roles()
                .forEach((role, it) -> roles.put(role, new SpeechOptions(it.language(), it.model(), it.keyterms())));
        return new CallRules(
                Map.of(
                        Track.INBOUND, settings.answer().inboundRole(),
                        Track.OUTBOUND, settings.answer().outboundRole()),
                roles,
                settings.utterance().silence(),
                settings.utterance().max(),
                utterancePause(),
                settings.limits().idleCall(),
                settings.twilio().resume(),
                settings.limits().streamsPerCall(),
                settings.limits().calls(),
                settings.limits().journalBacklogBytes() / 2,
                redactor(settings.redaction()));
    }

    /** What ends an utterance at the vendor ends it with us, where we asked for its words. */
    private Duration utterancePause() {
        List<String> endpointing = settings.deepgram().options().getOrDefault("endpointing", List.of());
        boolean given = !endpointing.isEmpty() && endpointing.get(0).matches("[0-9]{1,6}");
        return Duration.ofMillis(given ? Long.parseLong(endpointing.get(0)) : 300);
    }

    List<Target> targets() {
        return settings.webhooks().stream()
                .map(webhook -> new Target(
                        webhook.name(),
                        webhook.url(),
                        webhook.secrets().stream().map(Wiring::key).toList(),
                        new Filter(
                                Set.copyOf(webhook.events()),
                                webhook.filter().roles(),
                                webhook.filter().labels()),
                        webhook.include(),
                        new RetrySchedule(
                                webhook.retry().base(),
                                webhook.retry().cap(),
                                webhook.retry().maxAge(),
                                webhook.retry().refusedAttempts()),
                        webhook.timeout(),
                        webhook.concurrency(),
                        webhook.allowNetworks().stream().map(Network::parse).toList(),
                        webhook.conflictIsDelivered(),
                        redactor(webhook.redact())))
                .toList();
    }

    /** What is masked for one receiver contains what is masked for all, so that the two find the same. */
    private Redactor redactor(Redaction rules) {
        if (rules.isOff()) {
            return Redactor.OFF;
        }
        return new Redactor(
                settings.redaction().plus(rules),
                name -> log.error(
                        "redaction.patterns: {} takes too long for what was said; such texts are masked as a whole"
                                + " (expected: an expression without repetitions in repetitions)",
                        name));
    }

    Surroundings deliverySurroundings(Timer timer) {
        return new Surroundings(
                clock,
                System::nanoTime,
                timer,
                new Random(),
                Dns.SYSTEM,
                Proxy.NO_PROXY,
                meters,
                Version.get(),
                DeliveryLimits.DEFAULT);
    }

    /** Null where nobody asked for traces. */
    @Nullable Traces traces() {
        Settings.Tracing tracing = settings.tracing();
        Secret token = tracing.token();
        return tracing.endpoint() == null
                ? null
                : new Traces(new TracingSettings(
                        tracing.endpoint(), tracing.share(), token == null ? null : token.reveal(), Version.get()));
    }

    /** Lets traces see what is delivered. */
    static Witness witness(Traces traces) {
        return new Witness() {
            @Override
            public @Nullable String traceparent(String callId) {
                return traces.traceparent(callId);
            }

            @Override
            public void attempted(
                    String callId, String target, int attempt, Instant startedAt, Duration took, int status) {
                traces.attempted(callId, target, attempt, startedAt, took, status);
            }
        };
    }

    DashboardSettings dashboards() {
        return new DashboardSettings(
                settings.limits().dashboards(), settings.dashboard().connectionsPerUser(), "local", Version.get());
    }

    Porter porter(String token, URI publicUrl) {
        Settings.Dashboard dashboard = settings.dashboard();
        Settings.SignIn signIn = dashboard.signIn();
        Stream<Account> users = dashboard.users().stream()
                .map(it -> new Account(
                        it.name(),
                        it.role(),
                        it.scope(),
                        it.passwordHash() == null ? null : it.passwordHash().reveal(),
                        it.tokenHashes()));
        return new Porter(
                new IdentitySettings(
                        Stream.concat(Stream.of(Account.ofTheToken(token)), users)
                                .toList(),
                        publicUrl.getScheme() + "://" + publicUrl.getRawAuthority(),
                        Set.copyOf(dashboard.allowedOrigins()),
                        settings.http().trustedProxies(),
                        isLoopback(settings.http().host()),
                        dashboard.session(),
                        dashboard.idle(),
                        new IdentitySettings.Tries(signIn.failures(), signIn.window(), signIn.longest())),
                clock);
    }

    /** What operators watch of those who sign in. */
    void count(SignIn signIn) {
        counter("ok", signIn, SignIn::succeeded);
        counter("failed", signIn, SignIn::failed);
        counter("turned_away", signIn, SignIn::turnedAway);
    }

    private void counter(String outcome, SignIn signIn, ToDoubleFunction<SignIn> count) {
        FunctionCounter.builder("sidetone_sign_ins", signIn, count)
                .description("tries to sign in; those turned away were too many, and were not looked at")
                .tag("outcome", outcome)
                .register(meters);
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
    }

    private static byte[] key(Secret secret) {
        return Base64.getDecoder().decode(secret.reveal().replaceFirst("^whsec_", ""));
    }
}
