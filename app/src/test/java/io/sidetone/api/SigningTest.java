package io.sidetone.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidetone.engine.CallFilter;
import io.sidetone.identity.Account;
import io.sidetone.identity.Digest;
import io.sidetone.identity.IdentitySettings;
import io.sidetone.identity.Passwords;
import io.sidetone.identity.Porter;
import io.sidetone.identity.Role;
import io.sidetone.identity.TestClock;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class SigningTest {
    private static final String PASSWORD = "correct horse battery staple";
    private static final String BOT = "a token of a program, long enough";
    private static final CallFilter SUPPORT =
            new CallFilter(null, List.of(), List.of(), List.of(), Map.of("queue", List.of("support")));
    private static final List<Account> USERS = List.of(
            Account.ofTheToken(ApiServer.TOKEN),
            new Account("maria", Role.VIEWER, SUPPORT, Passwords.hash(PASSWORD), List.of()),
            new Account("bot", Role.SUPERVISOR, CallFilter.ALL, null, List.of(Digest.of(BOT))));

    private final TestClock clock = new TestClock();
    private final FakeEngine engine = new FakeEngine();
    private final Porter porter = porter("http://localhost:8080");
    private final ApiServer server = new ApiServer(engine, ApiLimits.DEFAULT, porter);
    private final OpenApi openApi = new OpenApi(server.json("/openapi.json"));

    private Porter porter(String publicOrigin) {
        return new Porter(
                IdentitySettings.of(ApiServer.TOKEN, publicOrigin, Set.of("https://desk.example.com"), true)
                        .with(USERS),
                clock);
    }

    @AfterEach
    void close() {
        server.close();
        porter.close();
    }

    private String own() {
        return "http://127.0.0.1:" + server.port();
    }

    private HttpResponse<String> signIn(String body) {
        HttpResponse<String> answer = server.asNobody("POST", "/session", body, "origin", own());
        assertThat(openApi.errors("post", "/session", answer)).as(answer.body()).isEmpty();
        return answer;
    }

    private static String withToken(String token) {
        return "{\"token\":\"" + token + "\"}";
    }

    private static String withPassword(String user, String password) {
        return "{\"user\":\"" + user + "\",\"password\":\"" + password + "\"}";
    }

    private static String cookie(HttpResponse<String> signedIn) {
        assertThat(signedIn.statusCode()).as(signedIn.body()).isEqualTo(200);
        return signedIn.headers().firstValue("set-cookie").orElseThrow().split(";", 2)[0];
    }

    @Test
    void aTokenMakesASessionThatTheCookieCarries() {
        HttpResponse<String> signedIn = signIn(withToken(ApiServer.TOKEN));

        assertThat(signedIn.headers().firstValue("set-cookie").orElse(""))
                .matches("session=[A-Za-z0-9_-]{43}; Max-Age=43200; Path=/; HttpOnly; SameSite=Strict");
        HttpResponse<String> who = server.asNobody("GET", "/session", "", "cookie", cookie(signedIn));
        assertThat(ApiServer.json(who)).isEqualTo(ApiServer.json(signedIn));
        assertThat(openApi.errors("get", "/session", who)).isEmpty();
        assertThat(ApiServer.json(who).at("/user/id").asText()).isEqualTo("token");
        assertThat(ApiServer.json(who).at("/user/role").asText()).isEqualTo("admin");
        assertThat(ApiServer.json(who).at("/user/expiresAt").asLong())
                .isEqualTo(clock.millis() + Duration.ofHours(12).toMillis());
        assertThat(server.asNobody("GET", "/calls", "", "cookie", cookie(signedIn))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aPasswordMakesASessionOfItsUser() {
        JsonNode maria = ApiServer.json(signIn(withPassword("maria", PASSWORD)));

        assertThat(maria.at("/user/id").asText()).isEqualTo("maria");
        assertThat(maria.at("/user/role").asText()).isEqualTo("viewer");
        assertThat(maria.path("scope").toString()).isEqualTo("{\"labels\":{\"queue\":[\"support\"]}}");
        assertThat(maria.path("csrf").asText()).hasSize(64);
    }

    @Test
    void whatIsWrongOpensNothingAndIsNotRepeated() {
        for (String wrong : List.of(
                withToken("guessed by somebody"),
                withPassword("maria", "guessed by somebody"),
                withPassword("nobody", "guessed by somebody"),
                withPassword("bot", "guessed by somebody"))) {
            HttpResponse<String> refused = signIn(wrong);
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.body()).doesNotContain("guessed");
            assertThat(refused.headers().firstValue("set-cookie")).isEmpty();
        }
        for (String odd : List.of(
                "{}",
                "[]",
                "{\"user\":\"maria\"}",
                "{\"token\":\"guessed\",\"user\":\"maria\",\"password\":\"guessed\"}",
                "{\"token\":7}",
                "{\"token\":\"" + "guessed".repeat(99) + "\"}",
                "{\"token\":\"guessed\",\"by\":\"maria\"}")) {
            HttpResponse<String> refused = signIn(odd);
            assertThat(refused.statusCode()).as(odd).isEqualTo(400);
            assertThat(refused.body()).doesNotContain("guessed");
        }
    }

    @Test
    void onlyOurOwnPagesSignIn() {
        for (String origin : List.of("https://evil.example", "null", "https://desk.example.com")) {
            HttpResponse<String> refused =
                    server.asNobody("POST", "/session", withToken(ApiServer.TOKEN), "origin", origin);
            assertThat(refused.statusCode()).as(origin).isEqualTo(403);
        }
        assertThat(server.asNobody("POST", "/session", withToken(ApiServer.TOKEN), "sec-fetch-site", "cross-site")
                        .statusCode())
                .isEqualTo(403);
        assertThat(server.asNobody("POST", "/session", withToken(ApiServer.TOKEN))
                        .statusCode())
                .as("a program")
                .isEqualTo(200);
    }

    @Test
    void aCookieIsGoodForOurOwnPagesOnly() {
        String cookie = cookie(signIn(withToken(ApiServer.TOKEN)));

        assertThat(asks("GET", cookie, "origin", own())).isEqualTo(200);
        assertThat(asks("GET", cookie, "sec-fetch-site", "same-origin")).isEqualTo(200);
        assertThat(asks("GET", cookie, "sec-fetch-site", "none")).isEqualTo(200);
        assertThat(asks("GET", cookie, "sec-fetch-site", "cross-site")).isEqualTo(403);
        assertThat(asks("GET", cookie, "sec-fetch-site", "same-site")).isEqualTo(403);
        assertThat(asks("GET", cookie, "origin", "https://desk.example.com")).isEqualTo(403);
        assertThat(asks("GET", cookie, "origin", "https://evil.example")).isEqualTo(403);
        assertThat(asks("GET", cookie + "; " + cookie)).isEqualTo(401);
        assertThat(asks("GET", "session=made-up")).isEqualTo(401);
        assertThat(asks("GET", "other=1; " + cookie)).isEqualTo(200);
    }

    private int asks(String method, String cookie, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "cookie";
        all[headers.length + 1] = cookie;
        return server.asNobody(method, method.equals("GET") ? "/calls" : "/webhooks/crm/resume", "", all)
                .statusCode();
    }

    @Test
    void aChangeByCookieNeedsTheCsrfTokenAndAnOriginOfOurs() {
        HttpResponse<String> signedIn = signIn(withToken(ApiServer.TOKEN));
        String cookie = cookie(signedIn);
        String csrf = ApiServer.json(signedIn).path("csrf").asText();

        assertThat(asks("POST", cookie, "origin", own())).isEqualTo(403);
        assertThat(asks("POST", cookie, "origin", own(), "x-csrf-token", "made up"))
                .isEqualTo(403);
        assertThat(asks("POST", cookie, "x-csrf-token", csrf)).isEqualTo(403);
        assertThat(asks("POST", cookie, "x-csrf-token", csrf, "sec-fetch-site", "none"))
                .isEqualTo(403);
        assertThat(asks("POST", cookie, "x-csrf-token", csrf, "origin", "https://desk.example.com"))
                .isEqualTo(403);
        assertThat(server.targets.suspended).isTrue();
        assertThat(asks("POST", cookie, "x-csrf-token", csrf, "origin", own())).isEqualTo(200);
        assertThat(asks("POST", cookie, "x-csrf-token", csrf, "sec-fetch-site", "same-origin"))
                .isEqualTo(200);
        assertThat(server.post("/webhooks/crm/resume", "").statusCode())
                .as("a program")
                .isEqualTo(200);
    }

    @Test
    void whoSignsOutIsOut() {
        HttpResponse<String> signedIn = signIn(withToken(ApiServer.TOKEN));
        String cookie = cookie(signedIn);
        String csrf = ApiServer.json(signedIn).path("csrf").asText();

        assertThat(server.asNobody("DELETE", "/session", "", "cookie", cookie, "origin", own())
                        .statusCode())
                .isEqualTo(403);
        HttpResponse<String> out =
                server.asNobody("DELETE", "/session", "", "cookie", cookie, "origin", own(), "x-csrf-token", csrf);

        assertThat(out.statusCode()).isEqualTo(204);
        assertThat(out.headers().firstValue("set-cookie").orElse("")).startsWith("session=; Max-Age=0; ");
        assertThat(asks("GET", cookie)).isEqualTo(401);
    }

    @Test
    void aSessionEndsByAgeAndByIdleness() {
        String cookie = cookie(signIn(withToken(ApiServer.TOKEN)));
        for (int hours = 1; hours < 12; hours++) {
            clock.advance(Duration.ofHours(1));
            assertThat(asks("GET", cookie)).isEqualTo(200);
        }
        clock.advance(Duration.ofHours(1));
        assertThat(asks("GET", cookie)).isEqualTo(401);

        String other = cookie(signIn(withToken(ApiServer.TOKEN)));
        clock.advance(Duration.ofHours(2));
        assertThat(asks("GET", other)).isEqualTo(401);
    }

    @Test
    void whoSignsInAgainLeavesTheFormerSession() {
        String first = cookie(signIn(withToken(ApiServer.TOKEN)));
        HttpResponse<String> again =
                server.asNobody("POST", "/session", withPassword("maria", PASSWORD), "origin", own(), "cookie", first);

        assertThat(asks("GET", first)).isEqualTo(401);
        assertThat(asks("GET", cookie(again))).isEqualTo(200);
    }

    @Test
    void overHttpsTheBrowserHoldsTheCookieToThisHost() {
        assertThat(porter("https://bridge.example.com").cookie().set("x", Duration.ofMinutes(1)))
                .isEqualTo("__Host-session=x; Max-Age=60; Path=/; HttpOnly; SameSite=Strict; Secure");
    }

    @Test
    void aUsersTokenIsABearerTokenWithTheUsersRole() {
        JsonNode bot = ApiServer.json(server.asNobody("GET", "/session", "", "authorization", "Bearer " + BOT));

        assertThat(bot.path("user").toString()).isEqualTo("{\"id\":\"bot\",\"role\":\"supervisor\"}");
        assertThat(bot.has("csrf")).isFalse();
        HttpResponse<String> refused =
                server.asNobody("POST", "/webhooks/crm/resume", "", "authorization", "Bearer " + BOT);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("this takes the role admin; bot has the role supervisor");
    }

    @Test
    void afterFiveFailuresInAMinuteTheNextWait() {
        for (int i = 0; i < 5; i++) {
            assertThat(signIn(withPassword("maria", "wrong")).statusCode()).isEqualTo(401);
        }
        HttpResponse<String> refused = signIn(withPassword("maria", PASSWORD));
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("retry-after")).contains("60");

        clock.advance(Duration.ofSeconds(60));
        assertThat(signIn(withPassword("maria", PASSWORD)).statusCode()).isEqualTo(200);
    }
}
