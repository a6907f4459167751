package io.sidetone.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.sidetone.alerts.Alert;
import io.sidetone.engine.Archive;
import io.sidetone.engine.Engine;
import io.sidetone.identity.Permission;
import io.sidetone.identity.Porter;
import io.sidetone.identity.Verdict;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The API for programs: everything below {@value #PATH} but the dashboard's socket. Any event loop; nothing waits
 * on one. {@link #start} and {@link #close} are called by one thread, in this order.
 */
public final class Api implements AutoCloseable {
    /** All addresses below it are answered here. */
    public static final String PATH = "/api/v1/";

    private static final Logger log = LoggerFactory.getLogger(Api.class);

    /** For requests that wait to be told that nothing has come; who has gone away meanwhile is told nothing. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Engine engine;
    private final Porter porter;
    private final Workers workers;
    private final LongPolls polls;
    private final Stats stats;
    private final Actions actions;
    private final Routes routes;
    private @Nullable AutoCloseable pollsTail;
    private @Nullable AutoCloseable statsTail;

    /**
     * @param measured what is measured about the process, for {@code GET /stats}
     * @param alerts what supervisors are told of when it is said
     * @param tags how many and how long
     * @param version of this server, as its description names it
     */
    public Api(
            Engine engine,
            Targets targets,
            Porter porter,
            Supplier<ObjectNode> measured,
            List<Alert> alerts,
            TagLimits tags,
            InstantSource clock,
            String version) {
        this(engine, targets, porter, measured, alerts, tags, clock, version, ApiLimits.DEFAULT);
    }

    Api(
            Engine engine,
            Targets targets,
            Porter porter,
            Supplier<ObjectNode> measured,
            List<Alert> alerts,
            TagLimits tags,
            InstantSource clock,
            String version,
            ApiLimits limits) {
        this.engine = engine;
        this.porter = porter;
        this.workers = new Workers(limits);
        Archive archive = engine.archive();
        this.polls = new LongPolls(archive, limits);
        this.stats = new Stats(archive, engine.directory(), measured, clock, workers, limits);
        Actions actions = new Actions(archive, clock, workers, limits);
        this.actions = actions;
        this.routes = new Routes(Stream.of(
                        new Calls(archive, workers, limits).routes(),
                        new Transcripts(archive, actions, workers, limits).routes(),
                        new Pausing(engine.commands(), archive, actions, workers).routes(),
                        new Tagging(archive, actions, workers, tags).routes(),
                        new Erasing(archive, actions, workers, limits).routes(),
                        new Events(archive, polls, workers, limits).routes(),
                        new Repeating(archive, targets, actions, workers, limits).routes(),
                        new Deliveries(archive, workers, limits).routes(),
                        new Steering(targets, actions, limits).routes(),
                        stats.routes(),
                        new Signing(porter, actions).routes(),
                        new Ticketing(porter, actions).routes(),
                        new Alerts(alerts).routes(),
                        actions.routes(),
                        new Documents(version).routes())
                .flatMap(List::stream)
                .toList());
    }

    List<Route> routes() {
        return routes.all();
    }

    /** How many requests wait for events. */
    int waiting() {
        return polls.waiting();
    }

    /** Begins to follow the log. */
    public void start() {
        pollsTail = engine.events().tail(polls);
        statsTail = engine.events().tail(stats);
    }

    /** Answers one request, now or later; does not keep it. */
    public void handle(ChannelHandlerContext ctx, FullHttpRequest request) {
        Question asked = Question.of(request, ctx.channel(), porter::knock);
        String path = asked.path().startsWith(PATH) ? asked.path().substring(PATH.length() - 1) : "";
        try {
            Routes.Found found = routes.find(routes.isOpen(asked, path) ? asked : admitted(asked), path);
            checkRole(found);
            answer(found).whenComplete((reply, failure) -> send(reply, failure, asked));
        } catch (Refused refused) {
            refused.reply(asked).send(asked);
        }
    }

    private Question admitted(Question asked) {
        Verdict verdict = porter.admit(asked.knock());
        if (verdict instanceof Verdict.Admitted admitted) {
            return asked.by(admitted.identity());
        }
        Verdict.Refused refused = (Verdict.Refused) verdict;
        log.info("refused {} {} from {}: {}", asked.method(), asked.path(), asked.from(), refused.detail());
        throw Refused.by(refused);
    }

    private void checkRole(Routes.Found found) {
        Permission needed = found.route().permission();
        Question asked = found.asked();
        if (needed != null && !asked.asker().may(needed)) {
            String what = needed.name().toLowerCase(Locale.ROOT);
            actions.note(asked, asked.asker().id(), what, asked.method() + " " + asked.path(), "forbidden", "");
            throw Refused.role(needed, asked.asker());
        }
    }

    private static CompletionStage<Reply> answer(Routes.Found found) {
        return found.route().handler().answer(found.asked());
    }

    private static void send(@Nullable Reply reply, @Nullable Throwable failure, Question asked) {
        if (reply != null) {
            reply.send(asked);
            return;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof Refused refused) {
            refused.reply(asked).send(asked);
        } else {
            log.error("{} {} could not be answered", asked.method(), asked.path(), cause);
            Refused.internal().reply(asked).send(asked);
        }
    }

    /** Answers what waits, and takes nothing more from the log. Blocks for that, some seconds at most. */
    @Override
    public void close() {
        polls.close()
                .toCompletableFuture()
                .completeOnTimeout(null, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        leave(pollsTail);
        leave(statsTail);
        workers.close();
    }

    private static void leave(@Nullable AutoCloseable tail) {
        if (tail == null) {
            return;
        }
        try {
            tail.close();
        } catch (Exception e) {
            log.error("the API could not leave the log", e);
        }
    }
}
