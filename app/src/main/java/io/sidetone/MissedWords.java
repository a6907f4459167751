package io.sidetone;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Asks a server's history for what the feed could not replay. Blocks; any thread. */
final class MissedWords {
    private static final String AT_ONCE = "500";

    private final ApiClient client;
    private final Predicate<JsonNode> wanted;

    /** @param wanted which calls are looked for, as the API gives them */
    MissedWords(ApiClient client, Predicate<JsonNode> wanted) {
        this.client = client;
        this.wanted = wanted;
    }

    /** A call's finals so far, in the journal's order. */
    List<JsonNode> finals(String callId) throws IOException {
        return all("/calls/" + ApiClient.encoded(callId) + "/finals", Map.of());
    }

    /** Calls that began since then, over or not, oldest first. */
    List<JsonNode> callsSince(long millis) throws IOException {
        Map<String, String> parameters = Map.of("state", "all", "since", String.valueOf(millis), "sort", "startedAt");
        return all("/calls", parameters).stream().filter(wanted).toList();
    }

    private List<JsonNode> all(String path, Map<String, String> parameters) throws IOException {
        List<JsonNode> items = new ArrayList<>();
        Map<String, @Nullable String> asked = new LinkedHashMap<>(parameters);
        asked.put("limit", AT_ONCE);
        String cursor;
        do {
            JsonNode page = client.getJson(path, asked);
            page.path("items").forEach(items::add);
            cursor = page.path("nextCursor").isTextual()
                    ? page.path("nextCursor").asText()
                    : "";
            asked.put("cursor", cursor);
        } while (!cursor.isEmpty());
        return items;
    }
}
