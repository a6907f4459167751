package io.sidetone.tail;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What is true now.
 *
 * @param reason why it was sent: {@code new}, or why a replay was not possible, such as {@code epoch_changed}
 * @param atMillis the server's clock when this connection began, milliseconds since 1970
 * @param calls as the protocol's Call objects
 * @param finals of the one call that was asked for, oldest first; empty for the board
 */
public record Snapshot(String reason, long atMillis, List<JsonNode> calls, List<JsonNode> finals) {
    public Snapshot {
        calls = List.copyOf(calls);
        finals = List.copyOf(finals);
    }

    /** True for the first one of a follower. */
    public boolean isFirst() {
        return reason.equals("new");
    }
}
