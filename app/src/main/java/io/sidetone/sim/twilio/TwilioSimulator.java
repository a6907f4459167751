package io.sidetone.sim.twilio;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * Places calls as Twilio would. Any number of them at once; safe on any thread.
 *
 * <p>Close it to end all its calls; their reports complete as failed. The clock of {@link #start} stamps
 * callbacks only: pacing follows the event loop's own.
 */
public final class TwilioSimulator implements AutoCloseable {
    private final EventLoopGroup loops;
    private final boolean ownsLoops;
    private final TwilioAccount account;
    private final InstantSource clock;
    private final Sids sids;
    private final UnaryOperator<URI> route;
    private final HttpClient http;
    private final StreamSockets sockets;
    private final Set<SimulatedCall> live = ConcurrentHashMap.newKeySet();
    private final RestApi rest;

    private TwilioSimulator(
            EventLoopGroup loops,
            boolean ownsLoops,
            TwilioAccount account,
            InstantSource clock,
            Random random,
            UnaryOperator<URI> route,
            Trust trust) {
        this.loops = loops;
        this.ownsLoops = ownsLoops;
        this.account = account;
        this.clock = clock;
        this.sids = new Sids(random);
        this.route = route;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .sslContext(trust.context())
                .build();
        this.sockets = new StreamSockets(trust);
        this.rest = new RestApi(loops, account, this::callOf);
    }

    /**
     * Where the REST API answers: streams can be started and stopped on the legs of calls that are on. A stream
     * that is started there plays what is being said from then on.
     */
    public URI apiUrl() {
        return rest.url();
    }

    private Optional<SimulatedCall> callOf(String callSid) {
        return live.stream().filter(call -> call.hasLeg(callSid)).findFirst();
    }

    /**
     * A simulator with a thread of its own for all its calls.
     *
     * @param clock stamps callbacks; pacing follows the event loop's own clock
     * @param random mints SIDs; a fixed seed gives the same ones again
     */
    public static TwilioSimulator start(TwilioAccount account, InstantSource clock, Random random) {
        return start(account, clock, random, UnaryOperator.identity());
    }

    /**
     * The same, for a bridge that is reached at another address than it is known by.
     *
     * @param route as of {@link #on}
     */
    public static TwilioSimulator start(
            TwilioAccount account, InstantSource clock, Random random, UnaryOperator<URI> route) {
        return start(account, clock, random, route, Trust.USUAL);
    }

    /** The same, for a bridge whose certificate not everybody trusts. */
    public static TwilioSimulator start(
            TwilioAccount account, InstantSource clock, Random random, UnaryOperator<URI> route, Trust trust) {
        EventLoopGroup own = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        return new TwilioSimulator(own, true, account, clock, random, route, trust);
    }

    /**
     * A simulator on somebody else's event loops, which stay open when it closes.
     *
     * @param loops of Netty's NIO transport
     * @param route from the URL that is configured and signed to the one to connect to: for a bridge
     *     that believes it is {@code https://bridge.example.com} and listens on loopback
     */
    public static TwilioSimulator on(
            EventLoopGroup loops, TwilioAccount account, InstantSource clock, Random random, UnaryOperator<URI> route) {
        return new TwilioSimulator(loops, false, account, clock, random, route, Trust.USUAL);
    }

    /** Places a call. The report comes on the call's event loop, and never exceptionally. */
    public CompletionStage<CallReport> place(CallPlan plan) {
        return place(plan, CallProgress.NONE);
    }

    /** Places a call and has it watched. */
    public CompletionStage<CallReport> place(CallPlan plan, CallProgress progress) {
        EventLoop loop = loops.next();
        SimulatedCall call = call(plan, progress, loop);
        live.add(call);
        call.report().whenComplete((report, failure) -> live.remove(call));
        loop.execute(() -> call.guarded(call::begin));
        return call.report();
    }

    private SimulatedCall call(CallPlan plan, CallProgress progress, EventLoop loop) {
        String callSid = sids.call();
        Quirks quirks = new Quirks(plan.quirks());
        CallClock time = new CallClock(loop.ticker(), plan.speed());
        Signer signer = new Signer(account.authToken(), quirks);
        Webhooks webhooks = new Webhooks(http, signer, route);
        List<String> warnings = new ArrayList<>();
        Line line = new Line(
                plan,
                quirks,
                account.sid(),
                callSid,
                sids,
                loop,
                time,
                new Forms(account.sid(), callSid, plan, clock),
                new Callbacks(webhooks, loop, time, quirks, warnings::add),
                new GuardedProgress(progress),
                warnings);
        boolean isCall = plan.target() instanceof Target.VoiceUrl;
        return new SimulatedCall(line, webhooks, new Streams(line, signer, sockets, route, isCall));
    }

    /** Ends all calls politely, and after a second without politeness. Not to be called from an event loop. */
    @Override
    public void close() {
        List<SimulatedCall> calls = List.copyOf(live);
        calls.forEach(SimulatedCall::abandon);
        CompletableFuture<?>[] reports =
                calls.stream().map(SimulatedCall::report).toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(reports)
                .completeOnTimeout(null, 1, TimeUnit.SECONDS)
                .join();
        calls.forEach(SimulatedCall::giveUp);
        rest.close();
        if (ownsLoops) {
            loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }
}
