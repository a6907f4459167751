package io.sidetone;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say which deliveries are meant. */
final class DeliveryFilter {
    @Option(names = "--call", paramLabel = "CALLID", description = "of this call")
    private @Nullable String callId;

    @Option(names = "--target", paramLabel = "NAME", description = "to this webhook")
    private @Nullable String target;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "last tried then or later, such as 2025-11-20T10:00:00Z")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "last tried before then")
    private @Nullable String until;

    /** By their names in the API; those that were not given are null. */
    Map<String, @Nullable String> parameters() {
        Map<String, @Nullable String> parameters = new LinkedHashMap<>();
        parameters.put("callId", callId);
        parameters.put("target", target);
        parameters.put("since", since);
        parameters.put("until", until);
        return parameters;
    }

    void addTo(ObjectNode body) {
        parameters().forEach((name, value) -> {
            if (value != null) {
                body.put(name, value);
            }
        });
    }
}
