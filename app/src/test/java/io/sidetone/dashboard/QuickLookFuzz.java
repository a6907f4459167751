package io.sidetone.dashboard;

import static io.sidetone.fuzz.Input.require;

import io.sidetone.fuzz.Input;

/** The query of a dashboard's address asks for topics, or is refused. */
public final class QuickLookFuzz {
    private static final TopicReader READER = new TopicReader(50);

    private QuickLookFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        try {
            Request.Subscribe asked = READER.quickLook("/api/v1/dashboard/ws?" + new Input(data).text());
            require(asked == null || !asked.topics().isEmpty(), "who asks, asks for something");
        } catch (Refusal e) {
            require(e.getMessage() != null, "a refusal says why");
        }
    }
}
