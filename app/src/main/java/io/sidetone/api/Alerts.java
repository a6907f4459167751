package io.sidetone.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidetone.alerts.Alert;
import io.sidetone.alerts.Machine;
import io.sidetone.alerts.Step;
import io.sidetone.identity.Permission;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** {@code GET /dashboard/alerts}: what supervisors are told of when it is said. Fixed while the server runs. */
final class Alerts {
    private final Reply all;

    Alerts(List<Alert> alerts) {
        ObjectNode body = Json.object();
        ArrayNode items = body.putArray("items");
        alerts.forEach(alert -> items.add(view(alert)));
        this.all = Reply.ok(body.putNull("nextCursor"));
    }

    List<Route> routes() {
        return List.of(
                Route.get("/dashboard/alerts", Permission.LOOK, asked -> CompletableFuture.completedFuture(all)));
    }

    private static ObjectNode view(Alert alert) {
        ObjectNode view = Json.object()
                .put("name", alert.name())
                .put("severity", alert.severity().wireName());
        alert.roles().forEach(view.putArray("roles")::add);
        alert.words().forEach(view.putArray("words")::add);
        alert.patterns().forEach(view.putArray("patterns")::add);
        ArrayNode machines = view.putArray("machines");
        alert.machines().forEach(machine -> steps(machine, machines.addArray()));
        return view;
    }

    private static void steps(Machine machine, ArrayNode steps) {
        for (Step step : machine.steps()) {
            ArrayNode view = steps.addArray();
            if (step instanceof Step.Take take) {
                ArrayNode sets = view.add("take").add(take.but()).addArray();
                take.sets().forEach(set -> add(set, sets));
            } else if (step instanceof Step.Fork fork) {
                view.add("fork").add(fork.one()).add(fork.other());
            } else if (step instanceof Step.Only only) {
                view.add("only").add(only.where().name().toLowerCase(Locale.ROOT));
            } else {
                view.add("found");
            }
        }
    }

    private static void add(Step.CharacterSet set, ArrayNode sets) {
        if (set instanceof Step.Range range) {
            sets.addArray().add(range.from()).add(range.to());
        } else {
            sets.add(set instanceof Step.OfWords ? "word" : "space");
        }
    }
}
