package io.sidetone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidetone.tail.FeedFollower;
import io.sidetone.tail.FeedListener;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sidetone tail}. */
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what is being said on live calls, as a supervisor sees it, until Ctrl-C.",
            "",
            "Settled words stay, guesses change in place below them; each role has its colour. After a break it goes on"
                    + " where it was; what a restarted server cannot replay is asked for from its history."
        })
final class TailCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli's
    private CommandSpec spec;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--call", paramLabel = "CALLID", description = "this call only; ends with it")
    private @Nullable String callId;

    @Option(names = "--label", paramLabel = "NAME=VALUE", description = "calls with this label only; may be repeated")
    private Map<String, String> labels = new LinkedHashMap<>();

    @Option(names = "--from", paramLabel = "PREFIX", description = "calls from numbers that begin so, such as +1555")
    private @Nullable String from;

    @Option(names = "--no-interims", description = "settled words only")
    private boolean noInterims;

    @Option(names = "--json", description = "the feed's events as they are, one JSON object per line")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (json) {
            PrintWriter err = spec.commandLine().getErr();
            return follow(new JsonTail(spec.commandLine().getOut(), err, over -> noteEnd(over, done)), done);
        }
        LiveTail tail = new LiveTail(
                Screen.of(spec.commandLine().getOut()),
                new MissedWords(server.client(), this::isWanted),
                over -> noteEnd(over, done),
                !noInterims);
        int exit = follow(tail, done);
        if (exit != 0 && callId != null && tail.knows(callId)) {
            tail.endedUnseen(callId); // a server that was started anew no longer has it on its board
            return 0;
        }
        return exit;
    }

    private int follow(FeedListener listener, CompletableFuture<Void> done) throws IOException {
        try (StopSignals signals = StopSignals.listen();
                FeedFollower follower = server.follower(topic(), listener)) {
            follower.start();
            CompletableFuture.anyOf(done, follower.over(), signals.first()).join();
            if (done.isDone() || signals.first().isDone()) {
                return 0;
            }
            spec.commandLine().getErr().println(follower.over().join());
            return 1;
        }
    }

    /** The topic's filter, for calls that come from the history. */
    private boolean isWanted(JsonNode call) {
        return (callId == null || callId.equals(call.path("callId").asText()))
                && (from == null || call.path("from").asText().startsWith(from))
                && labels.entrySet().stream().allMatch(label -> label.getValue()
                        .equals(call.path("labels").path(label.getKey()).asText()));
    }

    private void noteEnd(String ended, CompletableFuture<Void> done) {
        if (ended.equals(callId)) {
            done.complete(null);
        }
    }

    private ObjectNode topic() {
        ObjectNode topic = ApiClient.JSON.createObjectNode().put("name", "tail");
        if (callId != null) {
            return topic.put("topic", "call")
                    .put("callId", callId)
                    .put("interims", noInterims ? "none" : "all")
                    .put("deliveries", "none");
        }
        topic.put("topic", "calls")
                .put("interims", noInterims ? "none" : "all")
                .put("finals", "all")
                .put("deliveries", "none");
        ObjectNode filter = topic.putObject("filter");
        ObjectNode byLabel = filter.putObject("labels");
        labels.forEach((name, value) -> byLabel.putArray(name).add(value));
        if (from != null) {
            filter.putArray("from").add(from);
        }
        return topic;
    }
}
