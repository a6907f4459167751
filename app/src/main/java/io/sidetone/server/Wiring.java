package io.sidetone.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.ssl.SslContextBuilder;
import io.sidetone.call.CallRules;
import io.sidetone.call.Track;
import io.sidetone.dashboard.DashboardSettings;
import io.sidetone.delivery.DeliveryLimits;
import io.sidetone.delivery.RetrySchedule;
import io.sidetone.delivery.Surroundings;
import io.sidetone.delivery.Target;
import io.sidetone.delivery.Timer;
import io.sidetone.settings.Secret;
import io.sidetone.settings.Settings;
import io.sidetone.speech.SpeechOptions;
import io.sidetone.speech.Transport;
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
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import javax.net.ssl.SSLException;
import okhttp3.Dns;

/** Translates the settings into what each room is given. No room sees the settings themselves. */
final class Wiring {
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
        return new MediaLimits(limits.messageBytes(), limits.header(), limits.badMessages());
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
                settings.limits().calls());
    }

    /** What ends an utterance at the vendor ends it with us, where we asked for its words. */
    private Duration utterancePause() {
        List<String> endpointing = settings.deepgram().options().getOrDefault("endpointing", List.of());
        boolean given = !endpointing.isEmpty() && endpointing.get(0).matches("[0-9]{1,6}");
        return Duration.ofMillis(given ? Long.parseLong(endpointing.get(0)) : 300);
    }

    Transport transport(Loops loops) {
        try {
            return new Transport(
                    loops.clients(),
                    loops.names(),
                    SslContextBuilder.forClient()
                            .endpointIdentificationAlgorithm("HTTPS")
                            .build());
        } catch (SSLException e) {
            throw new CannotStart("this Java has no TLS: " + e.getMessage(), e);
        }
    }

    List<Target> targets() {
        return settings.webhooks().stream()
                .map(webhook -> new Target(
                        webhook.name(),
                        webhook.url(),
                        List.of(key(webhook.secret())),
                        Set.copyOf(webhook.events()),
                        webhook.include(),
                        new RetrySchedule(
                                webhook.retry().base(),
                                webhook.retry().cap(),
                                webhook.retry().maxAge(),
                                webhook.retry().refusedAttempts()),
                        webhook.timeout()))
                .toList();
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

    DashboardSettings dashboards(String token, URI publicUrl) {
        return new DashboardSettings(
                () -> token,
                publicUrl.getScheme() + "://" + publicUrl.getRawAuthority(),
                Set.copyOf(settings.dashboard().allowedOrigins()),
                isLoopback(settings.http().host()),
                settings.limits().dashboards(),
                "local",
                Version.get());
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
    }

    private static byte[] key(Secret secret) {
        return Base64.getDecoder().decode(secret.reveal().replaceFirst("^whsec_", ""));
    }
}
