package io.sidetone.api;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.engine.CallFilter;
import io.sidetone.identity.Account;
import io.sidetone.identity.Digest;
import io.sidetone.identity.IdentitySettings;
import io.sidetone.identity.Permission;
import io.sidetone.identity.Porter;
import io.sidetone.identity.Role;
import io.sidetone.identity.TestClock;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of who may do what, over every route there is: a new route has no place in it until somebody gives it one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class RolesTest {
    private static final String ANYBODY = "anybody";
    private static final Map<String, String> LEAST = Map.ofEntries(
            entry("POST /session", ANYBODY),
            entry("GET /openapi.json", ANYBODY),
            entry("GET /asyncapi.json", ANYBODY),
            entry("GET /dashboard/schema.json", ANYBODY),
            entry("GET /docs", ANYBODY),
            entry("GET /docs.css", ANYBODY),
            entry("GET /session", "viewer"),
            entry("DELETE /session", "viewer"),
            entry("POST /dashboard/tickets", "viewer"),
            entry("GET /calls", "viewer"),
            entry("GET /calls/{callId}", "viewer"),
            entry("GET /calls/{callId}/finals", "viewer"),
            entry("GET /calls/{callId}/transcript", "viewer"),
            entry("GET /calls/{callId}/transcript.{extension}", "viewer"),
            entry("GET /calls/{callId}/deliveries", "viewer"),
            entry("GET /search", "viewer"),
            entry("GET /events", "viewer"),
            entry("GET /deliveries", "viewer"),
            entry("GET /deliveries/{id}", "viewer"),
            entry("GET /webhooks", "viewer"),
            entry("GET /stats", "viewer"),
            entry("GET /dashboard/alerts", "viewer"),
            entry("PUT /calls/{callId}/tags", "supervisor"),
            entry("POST /calls/{callId}/pause", "supervisor"),
            entry("POST /calls/{callId}/resume", "supervisor"),
            entry("POST /deliveries/retry", "supervisor"),
            entry("POST /deliveries/drop", "supervisor"),
            entry("DELETE /calls/{callId}", "admin"),
            entry("POST /erase", "admin"),
            entry("POST /webhooks/{name}/resume", "admin"),
            entry("GET /audit", "admin"));

    private final FakeEngine engine = new FakeEngine();
    private final Porter porter = new Porter(
            IdentitySettings.of(ApiServer.TOKEN, "http://localhost", Set.of(), true)
                    .with(Stream.concat(
                                    Stream.of(Account.ofTheToken(ApiServer.TOKEN)),
                                    Arrays.stream(Role.values()).map(RolesTest::account))
                            .toList()),
            new TestClock());
    private final ApiServer server = new ApiServer(engine, ApiLimits.DEFAULT, porter);

    private static Account account(Role role) {
        return new Account(
                "some-" + role.wireName(), role, CallFilter.ALL, null, List.of(Digest.of("token of " + role)));
    }

    @AfterAll
    void close() {
        server.close();
        porter.close();
    }

    @Test
    void everyRouteHasItsRole() {
        Map<String, String> served = new TreeMap<>();
        server.api.routes().forEach(route -> {
            Permission needed = route.permission();
            served.put(
                    route.method() + " " + route.template(),
                    needed == null ? ANYBODY : needed.least().wireName());
        });

        assertThat(served).containsExactlyInAnyOrderEntriesOf(LEAST);
    }

    static Stream<String> routes() {
        return LEAST.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aRoleThatIsTooLittleIsRefusedAndNamed(String route) {
        String least = LEAST.getOrDefault(route, "");
        String[] parts = route.split(" ", 2);
        String path = parts[1].replaceAll("\\{[a-zA-Z]+}", "x");
        for (Role role : Role.values()) {
            HttpResponse<String> answer =
                    server.asNobody(parts[0], path, "", "authorization", "Bearer token of " + role);
            boolean enough = least.equals(ANYBODY) || role.compareTo(Role.valueOf(least.toUpperCase(Locale.ROOT))) >= 0;
            if (enough) {
                assertThat(answer.statusCode()).as(route + " as " + role).isNotIn(401, 403);
            } else {
                assertThat(answer.statusCode()).as(route + " as " + role).isEqualTo(403);
                assertThat(detail(answer))
                        .isEqualTo("this takes the role " + least + "; some-" + role.wireName() + " has the role "
                                + role.wireName());
            }
        }
        HttpResponse<String> nobody = server.asNobody(parts[0], path, "");
        if (least.equals(ANYBODY)) {
            assertThat(nobody.statusCode()).isNotIn(401, 403);
        } else {
            assertThat(nobody.statusCode()).as(route).isEqualTo(401);
        }
    }

    private static @Nullable String detail(HttpResponse<String> answer) {
        return ApiServer.json(answer).path("detail").asText();
    }
}
