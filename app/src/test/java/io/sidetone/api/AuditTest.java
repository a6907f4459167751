package io.sidetone.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Every operator's action is kept and logged, and nothing that opens anything is. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class AuditTest {
    private static final String PASSWORD = "correct-horse-battery";
    private static final String BOT = "a-token-of-a-program-that-looks";
    private static final String GUESS = "guessed-by-somebody";

    private final TestClock clock = new TestClock();
    private final FakeEngine engine = new FakeEngine();
    private final Porter porter = new Porter(
            IdentitySettings.of(ApiServer.TOKEN, "http://localhost", Set.of("https://desk.example.com"), true)
                    .with(List.of(
                            Account.ofTheToken(ApiServer.TOKEN),
                            new Account("maria", Role.SUPERVISOR, CallFilter.ALL, Passwords.hash(PASSWORD), List.of()),
                            new Account("bot", Role.VIEWER, CallFilter.ALL, null, List.of(Digest.of(BOT))))),
            clock);
    private final ApiServer server = new ApiServer(engine, ApiLimits.DEFAULT, porter);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger ours = (Logger) LoggerFactory.getLogger("io.sidetone");
    private final @org.jspecify.annotations.Nullable Level before = ours.getLevel();

    @BeforeEach
    void listen() {
        ours.setLevel(Level.TRACE);
        log.start();
        root.addAppender(log);
        ours.addAppender(log); // in case it does not pass on what it gets
    }

    @AfterEach
    void close() {
        root.detachAppender(log);
        ours.detachAppender(log);
        ours.setLevel(before);
        server.close();
        porter.close();
    }

    private String logged() {
        List<ILoggingEvent> events = new ArrayList<>(log.list);
        return events.stream()
                .map(it -> it.getLoggerName() + " " + it.getFormattedMessage()
                        + (it.getThrowableProxy() == null
                                ? ""
                                : it.getThrowableProxy().getMessage()))
                .collect(Collectors.joining("\n"));
    }

    private List<String> kept() {
        List<String> lines = new ArrayList<>();
        for (JsonNode item : server.json("/audit").path("items")) {
            lines.add(String.join(
                    " | ",
                    item.path("by").asText(),
                    item.path("address").asText(),
                    item.path("what").asText(),
                    item.path("subject").asText(),
                    item.path("outcome").asText()));
        }
        return lines;
    }

    private HttpResponse<String> signIn(String user, String password) {
        return server.asNobody("POST", "/session", "{\"user\":\"" + user + "\",\"password\":\"" + password + "\"}");
    }

    @Test
    void whatIsDoneAndTriedIsKeptAndLogged() {
        engine.call("s_1")
                .withTechnicianAndCaller()
                .says("l1", 1, 0, 1, "Hello.")
                .ended(10);
        signIn("maria", GUESS);
        signIn(GUESS, GUESS);
        HttpResponse<String> signedIn = signIn("maria", PASSWORD);
        String cookie =
                signedIn.headers().firstValue("set-cookie").orElseThrow().split(";", 2)[0];
        String csrf = ApiServer.json(signedIn).path("csrf").asText();
        String origin = "http://127.0.0.1:" + server.port();
        String[] session = {"cookie", cookie, "origin", origin, "x-csrf-token", csrf};
        server.asNobody("POST", "/calls/s_live/pause", "", session);
        server.asNobody("POST", "/calls/s_nobody/resume", "{\"by\":\"joe\"}", session);
        server.asNobody("GET", "/calls/s_1/transcript.txt", "", session);
        server.asNobody("POST", "/dashboard/tickets", "{\"origin\":\"https://desk.example.com\"}", session);
        server.asNobody("POST", "/erase", "{\"number\":\"+15550100001\"}", session);
        server.asNobody("POST", "/deliveries/retry", "{\"target\":\"crm\"}", session);
        server.asNobody("DELETE", "/session", "", session);
        server.post("/webhooks/crm/resume", "{\"by\":\"operations\"}");
        server.asNobody("POST", "/calls/x%0Ay/pause", "", "authorization", "Bearer " + BOT);
        server.ask("DELETE", "/calls/s_1", "");

        assertThat(kept())
                .containsExactly(
                        "token | 127.0.0.1 | erase | call s_1 | ok",
                        "bot | 127.0.0.1 | pause | POST /api/v1/calls/x%0Ay/pause | forbidden",
                        "operations | 127.0.0.1 | resume | target crm | ok",
                        "maria | 127.0.0.1 | sign-out |  | ok",
                        "maria | 127.0.0.1 | retry | target crm | ok",
                        "maria | 127.0.0.1 | erase | POST /api/v1/erase | forbidden",
                        "maria | 127.0.0.1 | ticket | origin https://desk.example.com | ok",
                        "maria | 127.0.0.1 | export | call s_1 | ok",
                        "maria for joe | 127.0.0.1 | resume | call s_nobody | unknown_call",
                        "maria | 127.0.0.1 | pause | call s_live | ok",
                        "maria | 127.0.0.1 | sign-in |  | ok",
                        "unknown | 127.0.0.1 | sign-in |  | forbidden",
                        "maria | 127.0.0.1 | sign-in |  | forbidden");
        assertThat(logged())
                .contains(
                        "io.sidetone.audit sign-in forbidden by maria from 127.0.0.1: ",
                        "io.sidetone.audit pause ok by maria from 127.0.0.1: call s_live",
                        "io.sidetone.audit export ok by maria from 127.0.0.1: call s_1: text");
    }

    @Test
    void anIdThatSomebodyMadeUpTurnsNoLineAround() {
        server.ask("POST", "/calls/x%0A2026-01-01%20INFO%20forged/pause", "");

        assertThat(kept().get(0)).contains("call x?2026-01-01 INFO forged | unknown_call");
        assertThat(logged()).doesNotContain("\n2026-01-01");
    }

    @Test
    void nothingThatOpensAnythingIsLoggedOrKept() {
        List<String> secrets = new ArrayList<>(List.of(PASSWORD, BOT, GUESS, ApiServer.TOKEN, "open%20sesame"));
        signIn("maria", GUESS);
        signIn(PASSWORD, GUESS);
        server.asNobody("POST", "/session", "{\"token\":\"" + GUESS + "\"}");
        server.asNobody("POST", "/session", "{\"token\":\"" + GUESS + "\", broken");
        HttpResponse<String> signedIn = signIn("maria", PASSWORD);
        String cookie =
                signedIn.headers().firstValue("set-cookie").orElseThrow().split("[;=]", 3)[1];
        String csrf = ApiServer.json(signedIn).path("csrf").asText();
        HttpResponse<String> ticket = server.asNobody(
                "POST",
                "/dashboard/tickets",
                "{\"origin\":\"https://desk.example.com\"}",
                "authorization",
                "Bearer " + BOT);
        secrets.addAll(List.of(
                cookie,
                csrf,
                ApiServer.json(ticket).path("ticket").asText(),
                porter.signIn().oneTimeToken(maria())));
        for (String secret : secrets.subList(5, secrets.size())) {
            assertThat(secret).hasSizeGreaterThan(40);
        }
        for (String path : List.of("/calls", "/session", "/audit")) {
            for (String name : List.of("token", "access_token", "Ticket", "%74oken", "session", "password")) {
                HttpResponse<String> refused = server.asNobody(
                        "GET", path + "?" + name + "=open%20sesame", "", "authorization", "Bearer " + BOT);
                assertThat(refused.statusCode()).isEqualTo(400);
                assertThat(refused.body()).contains("stands in the address").doesNotContain("sesame");
            }
        }
        server.asNobody("GET", "/calls", "", "authorization", "Bearer " + GUESS);
        server.asNobody("GET", "/calls", "", "cookie", "session=" + GUESS);
        server.asNobody("POST", "/webhooks/crm/resume", "", "cookie", "session=" + cookie, "x-csrf-token", GUESS);

        assertThat(log.list).isNotEmpty();
        String everything = logged() + server.json("/audit");
        assertThat(everything).contains("refused GET /api/v1/calls from 127.0.0.1: token stands in the address");
        assertThat(secrets).allSatisfy(secret -> assertThat(everything).doesNotContain(secret));
    }

    private static Account maria() {
        return new Account("maria", Role.SUPERVISOR, CallFilter.ALL, null, List.of());
    }

    @Test
    void aLinkSignsInOnceWithinAnHour() {
        String used = porter.signIn().oneTimeToken(maria());
        String late = porter.signIn().oneTimeToken(maria());

        assertThat(withToken(used).statusCode()).isEqualTo(200);
        assertThat(withToken(used).statusCode()).isEqualTo(401);
        assertThat(server.asNobody("GET", "/calls", "", "authorization", "Bearer " + late)
                        .statusCode())
                .as("it is no bearer token")
                .isEqualTo(401);
        clock.advance(java.time.Duration.ofHours(1));
        assertThat(withToken(late).statusCode()).isEqualTo(401);
    }

    private HttpResponse<String> withToken(String token) {
        return server.asNobody("POST", "/session", "{\"token\":\"" + Objects.requireNonNull(token) + "\"}");
    }
}
