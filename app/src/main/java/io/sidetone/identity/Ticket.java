package io.sidetone.identity;

import java.util.List;

/** A ticket as it is handed out, once. */
public record Ticket(String ticket, long expiresAtMillis) {
    /** What a page offers as subprotocols: ours, and the ticket, which is never answered. */
    public List<String> protocols() {
        return List.of("dashboard.v1.json", Knock.TICKET + ticket);
    }

    @Override
    public String toString() {
        return "a ticket";
    }
}
