package io.sidetone.api;

import io.sidetone.identity.Permission;
import io.sidetone.identity.Porter;
import io.sidetone.identity.Ticket;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** {@code POST /dashboard/tickets}: for pages that cannot send a header with a WebSocket, and for staying longer. */
final class Ticketing {
    private final Porter porter;
    private final Actions actions;

    Ticketing(Porter porter, Actions actions) {
        this.porter = porter;
        this.actions = actions;
    }

    List<Route> routes() {
        return List.of(Route.post("/dashboard/tickets", Permission.LOOK, this::issue));
    }

    private CompletionStage<Reply> issue(Question asked) {
        Body body = Body.of(asked);
        String origin = body.text("origin");
        body.nothingElse();
        if (origin == null || !porter.welcomes(origin, asked.knock())) {
            throw Refused.parameter(
                    "origin",
                    origin == null ? "is missing" : "is not that of a page that may connect",
                    "this server's own, or one of dashboard.allowed-origins, as browsers send it");
        }
        Ticket ticket = porter.ticket(asked.asker(), origin);
        if (ticket == null) {
            throw Refused.unavailable("too many tickets wait to be used; ask again");
        }
        Reply reply = Reply.ok(view(ticket));
        return actions.note(asked, asked.asker().id(), "ticket", "origin " + origin, "")
                .thenApply(kept -> reply);
    }

    private static com.fasterxml.jackson.databind.node.ObjectNode view(Ticket ticket) {
        var view = Json.object().put("ticket", ticket.ticket()).put("expiresAt", ticket.expiresAtMillis());
        ticket.protocols().forEach(view.putArray("protocols")::add);
        return view;
    }
}
