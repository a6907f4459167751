package io.sidetone;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidetone.tail.FeedListener;
import io.sidetone.tail.Snapshot;
import java.io.PrintWriter;
import java.util.function.Consumer;

/** The feed for programs: one JSON object per line. What is about the connection goes to standard error. */
final class JsonTail implements FeedListener {
    private final PrintWriter out;
    private final PrintWriter err;
    private final Consumer<String> ended;

    JsonTail(PrintWriter out, PrintWriter err, Consumer<String> ended) {
        this.out = out;
        this.err = err;
        this.ended = ended;
    }

    @Override
    public void snapshot(Snapshot snapshot) {
        err.println("snapshot (" + snapshot.reason() + "): " + snapshot.calls().size() + " calls");
        snapshot.calls().forEach(this::print);
        snapshot.finals().forEach(this::print);
        for (JsonNode call : snapshot.calls()) {
            if (call.path("state").asText().equals("ended")) {
                ended.accept(call.path("callId").asText());
            }
        }
    }

    @Override
    public void event(JsonNode event) {
        print(event);
        if (event.path("type").asText().equals("call.ended")) {
            ended.accept(event.path("callId").asText());
        }
    }

    private void print(JsonNode line) {
        out.println(line);
        out.flush();
    }

    @Override
    public void lost(String why, long retryInMs) {
        err.println("connection lost (" + why + "); next try in " + retryInMs + " ms");
    }

    @Override
    public void resumed(long missedEvents) {
        err.println("connected again; " + missedEvents + " events replayed, nothing was missed");
    }

    @Override
    public void notice(String text) {
        err.println(text);
    }
}
