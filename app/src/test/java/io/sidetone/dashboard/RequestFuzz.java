package io.sidetone.dashboard;

import io.sidetone.engine.CallFilter;
import java.io.IOException;

/** A frame of a supervisor's client becomes a request, if only a bad one. */
public final class RequestFuzz {
    private static final RequestReader READER = new RequestReader(new TopicReader(50).within(CallFilter.ALL));

    private RequestFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        try {
            String unused = READER.read(Json.object(data)).toString();
        } catch (IOException e) {
            return; // not a JSON object: the client is sent away
        }
    }
}
