package io.sidetone.api;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds who answers a question. Of two shapes that fit, the one named first wins. */
final class Routes {
    private final List<Route> routes;

    Routes(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    List<Route> all() {
        return routes;
    }

    /** A question with its variables, and who answers it. */
    record Found(Route route, Question asked) {}

    /** Whether anybody may ask this. */
    boolean isOpen(Question asked, String path) {
        return routes.stream()
                .anyMatch(it ->
                        it.open() && it.takes(asked.method()) && it.template().match(path) != null);
    }

    /**
     * @param path below the API's own
     * @throws Refused if nobody answers at this address, or not to this method
     */
    Found find(Question asked, String path) {
        Found found = first(asked, path);
        if (found != null) {
            return found;
        }
        String allowed = routes.stream()
                .filter(it -> it.template().match(path) != null)
                .map(it -> it.method().name())
                .distinct()
                .collect(Collectors.joining(", "));
        throw allowed.isEmpty()
                ? Refused.notFound(
                        "nothing lives at this address (expected: one of those that GET /api/v1/openapi.json names)")
                : Refused.wrongMethod(allowed);
    }

    private @Nullable Found first(Question asked, String path) {
        for (Route route : routes) {
            Map<String, String> variables =
                    route.takes(asked.method()) ? route.template().match(path) : null;
            if (variables != null) {
                return new Found(route, asked.with(variables));
            }
        }
        return null;
    }
}
