package io.sidetone.api;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameters behind the question mark. */
final class Query extends Given {
    private final Map<String, String> parameters = new LinkedHashMap<>();

    /** @throws Refused if there are too many, one stands there twice, or the percent signs make no sense */
    static Query of(Question asked, ApiLimits limits) {
        return new Query(asked.rawQuery(), limits.parameters());
    }

    private Query(String raw, int most) {
        Map<String, List<String>> decoded = decoded(raw, most);
        if (decoded.values().stream().mapToInt(List::size).sum() > most) {
            throw Refused.badRequest("the query has too many parameters (expected: at most " + most + ")");
        }
        decoded.forEach((name, values) -> {
            if (values.size() > 1) {
                throw Refused.parameter(name, "is given " + values.size() + " times", "once");
            }
            parameters.put(name, values.get(0));
        });
    }

    private static Map<String, List<String>> decoded(String raw, int most) {
        try {
            return new QueryStringDecoder(raw, StandardCharsets.UTF_8, false, most + 1).parameters();
        } catch (IllegalArgumentException e) {
            throw Refused.badRequest("the query is not encoded as queries are: " + e.getMessage());
        }
    }

    @Override
    @Nullable String value(String name) {
        return parameters.get(name);
    }

    @Override
    Set<String> names() {
        return parameters.keySet();
    }
}
