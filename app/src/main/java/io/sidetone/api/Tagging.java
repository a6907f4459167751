package io.sidetone.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidetone.engine.Archive;
import io.sidetone.identity.Permission;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * {@code PUT /calls/{callId}/tags}: what people note about a call, live or over, in place of what was noted before. Tags
 * are no labels: those are fixed when a call starts, and filters of viewers can rely on that.
 */
final class Tagging {
    private final Archive archive;
    private final Actions actions;
    private final Workers workers;
    private final TagLimits limits;

    Tagging(Archive archive, Actions actions, Workers workers, TagLimits limits) {
        this.archive = archive;
        this.actions = actions;
        this.workers = workers;
        this.limits = limits;
    }

    List<Route> routes() {
        return List.of(Route.put("/calls/{callId}/tags", Permission.TAG, this::tag));
    }

    private CompletionStage<Reply> tag(Question asked) {
        Body body = Body.of(asked);
        List<String> tags = tags(body.list("tags", expected()));
        String by = Asker.in(asked, body);
        body.nothingElse();
        String callId = asked.variable("callId");
        return workers.thenAsk(archive.call(callId, asked.scope()), found -> {
            Refused.ifUnknown(found);
            return workers.thenAsk(archive.tag(callId, tags), known -> {
                if (!known) {
                    throw Refused.unknownCall(); // erased a moment ago
                }
                String detail = tags.isEmpty() ? "none any more" : String.join(", ", tags);
                return actions.note(asked, by, "tag", "call " + callId, detail)
                        .thenApply(kept -> Reply.ok(view(callId, tags)));
            });
        });
    }

    private List<String> tags(List<String> given) {
        Set<String> tags = new LinkedHashSet<>();
        for (String one : given) {
            String tag = one.strip();
            if (tag.isEmpty()
                    || tag.length() > limits.characters()
                    || tag.indexOf(',') >= 0
                    || !tag.codePoints().allMatch(Asker::isPrintable)) {
                throw Refused.parameter("tags", "has one that will not do", expected());
            }
            tags.add(tag);
        }
        if (tags.size() > limits.most()) {
            throw Refused.parameter("tags", "are " + tags.size(), expected());
        }
        return List.copyOf(tags);
    }

    private String expected() {
        return "0 to " + limits.most() + " texts of 1 to " + limits.characters()
                + " printable characters without commas";
    }

    private static ObjectNode view(String callId, List<String> tags) {
        ObjectNode view = Json.object().put("callId", callId);
        tags.forEach(view.putArray("tags")::add);
        return view;
    }
}
