package io.sidetone.tail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;

/** One connection, until its end, of which its owner is told exactly once. */
final class FeedSocket extends WebSocketListener {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MAX_PROBLEM_BYTES = 16_384;
    private static final int CLOSE_NORMALLY = 1000;

    /** Whose connection this is; called on the connection's thread. */
    interface Owner {
        void frame(FeedSocket from, String json);

        void ended(FeedSocket from, Ending ending);
    }

    private final Owner owner;

    FeedSocket(Owner owner) {
        this.owner = owner;
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
        owner.frame(this, text);
    }

    @Override
    public void onClosing(WebSocket socket, int code, String reason) {
        socket.close(CLOSE_NORMALLY, null);
        owner.ended(this, new Ending(Ending.Kind.CLOSED, code, code + " " + reason));
    }

    @Override
    public void onFailure(WebSocket socket, Throwable failure, @Nullable Response response) {
        owner.ended(
                this,
                response == null
                        ? new Ending(Ending.Kind.BROKEN, 0, said(failure))
                        : new Ending(Ending.Kind.REFUSED, response.code(), said(response)));
    }

    /** An end of file says nothing of itself. */
    private static String said(Throwable failure) {
        return failure.getMessage() == null ? "it broke off" : failure.getMessage();
    }

    /** What the problem document says; of anything else the status alone. */
    private static String said(Response response) {
        String said = "";
        try {
            said = JSON.readTree(response.peekBody(MAX_PROBLEM_BYTES).string())
                    .path("detail")
                    .asText();
        } catch (JsonProcessingException e) {
            said = "which is no answer of Sidetone's; is the address right?";
        } catch (IOException e) {
            said = String.valueOf(e.getMessage());
        }
        return "the server answered " + response.code() + (said.isEmpty() ? "" : ": " + said);
    }
}
