package io.sidetone.settings;

import io.sidetone.alerts.Alert;
import io.sidetone.engine.CallFilter;
import io.sidetone.identity.Role;
import io.sidetone.redaction.Redaction;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything an operator can turn. Read once at start, never changed; immutable and safe on any
 * thread. Names, defaults and meanings stand in {@link #reference()}.
 *
 * @param providers who transcribes, in the order they are tried; never empty
 * @param redaction what is masked in the journal, and so everywhere
 * @param webhooks in the order of the file; names are unique
 * @param dataDir as given, so possibly relative to the working directory; it need not exist yet
 * @param ballastBytes disk held back for the moment when the rest is full
 * @param retentionDays how long what was said is kept, in days by UTC
 * @param drain how long live calls may go on after the order to stop; zero means not at all
 * @param describe the settings in force, one line {@code name = value [source]} each, secrets hidden
 */
public record Settings(
        Http http,
        Management management,
        Twilio twilio,
        Answer answer,
        Speech speech,
        Deepgram deepgram,
        AssemblyAi assemblyAi,
        List<Provider> providers,
        Utterance utterance,
        Pause pause,
        Redaction redaction,
        List<Webhook> webhooks,
        Dashboard dashboard,
        Path dataDir,
        long ballastBytes,
        int retentionDays,
        Duration drain,
        Limits limits,
        Log log,
        Tracing tracing,
        List<String> describe) {

    public Settings {
        providers = List.copyOf(providers);
        webhooks = List.copyOf(webhooks);
        describe = List.copyOf(describe);
    }

    /**
     * Reads them all.
     *
     * @throws BadSettings naming everything that is wrong
     */
    public static Settings read(Sources sources) {
        return read(sources, Runtime.getRuntime().maxMemory());
    }

    /**
     * For a machine of a certain size.
     *
     * @param memoryBytes the heap at its largest
     */
    static Settings read(Sources sources, long memoryBytes) {
        Problems problems = new Problems();
        Lookup lookup = Lookup.of(sources, problems);
        lookup.reportUnknown();
        Http http = HttpGroup.http(lookup);
        Management management = HttpGroup.management(lookup, http);
        Twilio twilio = TwilioGroup.read(lookup, http);
        Answer answer = AnswerGroup.read(lookup);
        Speech speech = SpeechGroup.read(lookup);
        Deepgram deepgram = DeepgramGroup.read(lookup, speech);
        AssemblyAi assemblyAi = AssemblyAiGroup.read(lookup);
        List<Provider> providers = ProviderHosts.read(lookup, speech.providers(), deepgram, assemblyAi);
        Utterance utterance = SpeechGroup.utterance(lookup);
        Pause pause = PauseGroup.read(lookup);
        Redaction redaction = RedactionGroup.read(lookup);
        List<Webhook> webhooks = WebhookGroup.read(lookup, redaction);
        Dashboard dashboard = DashboardGroup.read(lookup);
        Path dataDir = ServerGroup.dataDir(lookup);
        long ballastBytes = ServerGroup.ballastBytes(lookup);
        int retentionDays = ServerGroup.retentionDays(lookup);
        Duration drain = ServerGroup.drain(lookup);
        Limits limits = LimitsGroup.read(lookup, speech, memoryBytes);
        Log log = ServerGroup.log(lookup);
        Tracing tracing = TracingGroup.read(lookup);
        problems.throwIfAny();
        return new Settings(
                http,
                management,
                twilio,
                answer,
                speech,
                deepgram,
                assemblyAi,
                providers,
                utterance,
                pause,
                redaction,
                webhooks,
                dashboard,
                dataDir,
                ballastBytes,
                retentionDays,
                drain,
                limits,
                log,
                tracing,
                lookup.inForce());
    }

    /**
     * Calls for which there is room when every one of them must keep its audio.
     *
     * @param heapBytes the heap at its largest
     * @param buffer {@code speech.buffer-seconds}
     */
    public static int callsThatFit(long heapBytes, Duration buffer) {
        return LimitsGroup.calls(heapBytes, buffer);
    }

    /** Every setting there is, for the README and for help; secrets with their {@code -file} twin. */
    public static List<Explained> reference() {
        return Known.ALL.stream().flatMap(Explained::of).toList();
    }

    /**
     * The public port.
     *
     * @param host a name or literal address, IPv6 without brackets
     * @param port 0 takes any free port, otherwise 1..65535
     * @param publicUrl http or https, without a slash at the end. When it is not set it is {@code
     *     http://localhost:} and {@code port}, so its port is 0 too when {@code port} is: put the bound
     *     port in its place
     * @param tls null where the port speaks plain HTTP, because a proxy does the rest
     * @param trustedProxies networks whose word is taken for where a request comes from
     */
    public record Http(
            String host, int port, URI publicUrl, @Nullable Tls tls, List<String> trustedProxies) {
        public Http {
            trustedProxies = List.copyOf(trustedProxies);
        }
    }

    /**
     * What the public port proves itself with.
     *
     * @param certificate PEM, its chain behind it
     * @param key PEM, PKCS#8
     */
    public record Tls(Path certificate, Path key) {}

    /**
     * What to call from this machine to reach what listens at a host; a literal IPv6 address in brackets, as in a URL.
     *
     * @param host as in {@link Http}
     */
    public static String reachable(String host) {
        if (Address.isAny(host)) {
            return "127.0.0.1";
        }
        return host.contains(":") ? "[" + host + "]" : host;
    }

    /** The operators' port: health, metrics, drain. Host and port as in {@link Http}. */
    public record Management(String host, int port) {}

    /**
     * The account, and what proves that a request comes from Twilio.
     *
     * @param accountSid {@code AC} and 32 hexadecimal digits
     * @param authTokens every token that may have signed a request, newest first; empty means that
     *     nothing is verified
     * @param apiUrl base URL of the REST API
     * @param resume how long a call waits for another stream when one is lost; zero: not at all
     */
    public record Twilio(
            @Nullable String accountSid,
            List<Secret> authTokens,
            ForeignStreams foreignStreams,
            URI apiUrl,
            Duration resume,
            Separation separation) {
        public Twilio {
            authTokens = List.copyOf(authTokens);
        }
    }

    /** How the two sides of a call are told apart. */
    public enum Separation {
        /** By the tracks of one stream on the caller's leg. */
        BOTH_TRACKS,
        /** Each leg has a stream with what its own party says. */
        STREAM_PER_LEG
    }

    /** What becomes of a media stream that our own TwiML did not start. */
    public enum ForeignStreams {
        /** Taken when Twilio's signature is valid. */
        SIGNED,
        /** Never taken. */
        REFUSE,
        /** Taken without any proof. */
        OPEN
    }

    /**
     * The TwiML that answers a call.
     *
     * @param announce a sentence spoken before anything else
     * @param language BCP-47 tag of the voice that speaks it
     * @param dialTarget {@code number:+1555…}, {@code client:name}, {@code sip:…} or {@code queue:name}
     * @param fallback what follows a dial nobody answered: a target as above, or {@code say:text}
     * @param parameters custom parameters of the stream, in the order given
     */
    public record Answer(
            @Nullable String announce,
            @Nullable String language,
            @Nullable String dialTarget,
            Duration dialTimeout,
            @Nullable String callerId,
            @Nullable String fallback,
            String inboundRole,
            String outboundRole,
            Map<String, String> parameters) {
        public Answer {
            parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        }
    }

    /**
     * Speech to text, whoever does it.
     *
     * @param providers in the order they are tried, as written; never empty; {@link Settings#providers} says more
     * @param chunkMs audio sent to a provider in one message, 20..250
     * @param buffer audio a leg keeps while no provider takes it
     * @param stuck how long a provider's open connection may show no life
     * @param trust certificates that providers may show beside those that Java trusts; null: none
     * @param keeping what becomes of audio that no provider has taken yet
     * @param roles what differs for a role, by its name
     */
    public record Speech(
            List<String> providers,
            int chunkMs,
            Duration buffer,
            Duration stuck,
            @Nullable Path trust,
            Keeping keeping,
            Map<String, RoleOverride> roles) {
        public Speech {
            providers = List.copyOf(providers);
            roles = Collections.unmodifiableMap(new LinkedHashMap<>(roles));
        }
    }

    /**
     * How audio is kept, caught up and repaired.
     *
     * @param streaming false: piece by piece through the pre-recorded API
     * @param totalBytes in memory over all legs
     * @param spillBytes on disk over all legs; 0: nothing goes there
     * @param catchUp the longest backlog that is caught up live
     * @param repair how long the end of a call waits for repairs
     * @param repairAfterEnd how much longer they go on
     * @param finalizeOnSilence asks for a final when our own voice activity ends
     * @param silence {@code keep-alive}, {@code fill} or {@code close}
     * @param closeAfter silence after which {@code close} closes
     * @param attemptsAtOnce handshakes under way at once per provider
     * @param attemptsPerSecond handshakes a second while a provider recovers
     */
    public record Keeping(
            boolean streaming,
            long totalBytes,
            long spillBytes,
            Duration catchUp,
            Duration repair,
            Duration repairAfterEnd,
            boolean finalizeOnSilence,
            String silence,
            Duration closeAfter,
            int attemptsAtOnce,
            int attemptsPerSecond) {}

    /**
     * What differs for one role; what is null or empty stays as it is for all.
     *
     * @param keyterms in place of the provider's, not in addition
     * @param silence {@code keep-alive}, {@code fill} or {@code close}
     */
    public record RoleOverride(
            @Nullable String language,
            @Nullable String model,
            List<String> keyterms,
            @Nullable String silence) {
        public RoleOverride {
            keyterms = List.copyOf(keyterms);
        }
    }

    /**
     * Connections to Deepgram.
     *
     * @param url ws or wss; {@code /v1/listen} is yet to be appended
     * @param apiKey null only for a server that is not the vendor's
     * @param encoding {@code linear16} or {@code mulaw}
     * @param options the finished query options in Deepgram's own names, beside model, language,
     *     encoding, sample_rate, channels and keyterm; several values repeat the option
     * @param connect limit for opening a connection
     * @param close limit for the last results after {@code CloseStream}
     * @param keepAlive pause between {@code KeepAlive} messages while no audio flows
     * @param catchUpRate how much faster than real time kept audio is sent, 1 or more
     * @param prerecorded limit for the transcript of a whole piece of audio
     * @param prerecordedAtOnce how many of these are asked for at once
     */
    public record Deepgram(
            URI url,
            @Nullable Secret apiKey,
            String model,
            String language,
            String encoding,
            Map<String, List<String>> options,
            List<String> keyterms,
            Duration connect,
            Duration close,
            Duration keepAlive,
            double catchUpRate,
            Duration prerecorded,
            int prerecordedAtOnce) {
        public Deepgram {
            options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
            keyterms = List.copyOf(keyterms);
        }
    }

    /**
     * Connections to AssemblyAI.
     *
     * @param url ws or wss; {@code /v3/ws} is yet to be appended
     * @param apiKey null only for a server that is not the vendor's, or if it is not used
     * @param model null: by the speaker's language
     * @param minTurnSilence null: the vendor's
     * @param maxTurnSilence null: the vendor's
     * @param options further query options in AssemblyAI's own names
     */
    public record AssemblyAi(
            URI url,
            @Nullable Secret apiKey,
            @Nullable String model,
            List<String> keyterms,
            boolean formatTurns,
            @Nullable Duration minTurnSilence,
            @Nullable Duration maxTurnSilence,
            Map<String, String> options) {
        public AssemblyAi {
            keyterms = List.copyOf(keyterms);
            options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        }
    }

    /** In whose dialect a provider is spoken to. */
    public enum ProviderKind {
        DEEPGRAM,
        ASSEMBLYAI
    }

    /**
     * One entry of {@code speech.provider}; what it does not say is as in {@link Deepgram} or {@link AssemblyAi}.
     *
     * @param name as written, such as {@code deepgram} or {@code deepgram:eu}; unique
     * @param apiKey null only for a server that is not the vendor's
     */
    public record Provider(
            String name,
            ProviderKind kind,
            URI url,
            @Nullable Secret apiKey) {}

    /**
     * When an utterance ends without a sign of the provider.
     *
     * @param silence an utterance ends when no new result came for so long
     * @param max an utterance ends at a word border after so long
     */
    public record Utterance(Duration silence, Duration max) {}

    /**
     * Keys on the phone that keep what follows out of the transcript.
     *
     * @param key pauses, and resumes when pressed again: one of 0 to 9, * and #
     * @param keypad any key pauses until so long after the last one; zero means that none does
     */
    public record Pause(@Nullable String key, Duration keypad) {}

    /**
     * One receiver of events.
     *
     * @param secrets one, or two while one replaces the other, the newer first: {@code whsec_} and base64 of 24 to 64
     *     bytes; the prefix is always there
     * @param events the types it takes
     * @param include what its events carry beside the usual: {@code words}
     * @param timeout for one attempt as a whole
     * @param concurrency requests at once at the most
     * @param allowNetworks networks that it may lead to though webhooks usually may not
     * @param conflictIsDelivered it answers 409 to what it has already
     * @param redact what is masked for it alone, beside what is masked in the journal
     */
    public record Webhook(
            String name,
            URI url,
            List<Secret> secrets,
            List<String> events,
            Filter filter,
            Set<String> include,
            Retry retry,
            Duration timeout,
            int concurrency,
            List<String> allowNetworks,
            boolean conflictIsDelivered,
            Redaction redact) {
        public Webhook {
            secrets = List.copyOf(secrets);
            events = List.copyOf(events);
            include = Collections.unmodifiableSet(new LinkedHashSet<>(include));
            allowNetworks = List.copyOf(allowNetworks);
        }
    }

    /**
     * Whose events a receiver takes.
     *
     * @param roles whose; empty: everybody's
     * @param labels the call has all of them, with these values
     */
    public record Filter(Set<String> roles, Map<String, String> labels) {
        public static final Filter NONE = new Filter(Set.of(), Map.of());

        public Filter {
            roles = Set.copyOf(roles);
            labels = Map.copyOf(labels);
        }
    }

    /**
     * When a failed delivery is tried again.
     *
     * @param base the first pause; the pauses grow from it
     * @param cap the longest pause
     * @param maxAge an event older than this is set aside
     * @param refusedAttempts attempts for an event the receiver calls wrong (400, 413, 415, 422)
     */
    public record Retry(Duration base, Duration cap, Duration maxAge, int refusedAttempts) {}

    /**
     * Who may watch.
     *
     * @param token null means: make one and keep it in the data directory
     * @param users names are unique, and none is that of the token
     * @param allowedOrigins {@code https://host[:port]}, the first label may be {@code *}
     * @param session how long somebody stays signed in
     * @param idle and how long without any use
     * @param connectionsPerUser open dashboards of one user
     * @param alerts what they are told of when it is said
     */
    public record Dashboard(
            @Nullable Secret token,
            List<User> users,
            List<String> allowedOrigins,
            Duration session,
            Duration idle,
            int connectionsPerUser,
            SignIn signIn,
            List<Alert> alerts) {
        public Dashboard {
            alerts = List.copyOf(alerts);
            users = List.copyOf(users);
            allowedOrigins = List.copyOf(allowedOrigins);
        }
    }

    /**
     * Somebody who may come in.
     *
     * @param passwordHash Argon2id or bcrypt; null: no password opens this
     * @param tokenHashes SHA-256 of the tokens that open it, in small hexadecimal digits
     * @param scope the calls that exist for them
     */
    public record User(
            String name, Role role, @Nullable Secret passwordHash, List<String> tokenHashes, CallFilter scope) {
        public User {
            tokenHashes = List.copyOf(tokenHashes);
        }
    }

    /**
     * How often somebody may try to sign in, per address and per name.
     *
     * @param failures so many may fail within the window
     * @param window and the first wait
     * @param longest wait
     */
    public record SignIn(int failures, Duration window, Duration longest) {}

    /**
     * Bounds that keep strangers and mistakes from taking all.
     *
     * @param calls live calls at once
     * @param streamsPerCall media streams of one call at once
     * @param messageBytes the longest WebSocket message taken from outside
     * @param requestBytes the longest body of an HTTP request
     * @param header limit for the whole head of a request to arrive
     * @param headerBytes the longest first line of a request, and the longest head
     * @param connections of the public port at once
     * @param idleCall a call without a message for so long is ended
     * @param connectionsPerAddress that are no WebSocket yet
     * @param requestsPerSecond of one address
     * @param badMessages broken messages after which a stream is closed
     * @param gather longest that a frame may wait in its socket for those it is sent to the provider with
     * @param dashboards supervisors' connections at once
     * @param journalBacklogBytes events that may wait in memory for the journal
     * @param eventLoops threads that carry all sockets
     * @param tagsPerCall that people may give
     * @param tagCharacters of one of them
     */
    public record Limits(
            int calls,
            int streamsPerCall,
            int messageBytes,
            int requestBytes,
            Duration header,
            int headerBytes,
            int connections,
            Duration idleCall,
            int connectionsPerAddress,
            int requestsPerSecond,
            int badMessages,
            Duration gather,
            int dashboards,
            long journalBacklogBytes,
            int eventLoops,
            int tagsPerCall,
            int tagCharacters) {}

    /**
     * What the log looks like.
     *
     * @param format {@code auto} (text on a terminal, else json), {@code text} or {@code json}
     * @param level {@code trace}, {@code debug}, {@code info}, {@code warn} or {@code error}
     */
    public record Log(String format, String level) {}

    /**
     * Traces of calls.
     *
     * @param endpoint of the collector; null for no traces
     * @param share of the calls, 0 to 1
     */
    public record Tracing(
            @Nullable URI endpoint, double share, @Nullable Secret token) {}
}
