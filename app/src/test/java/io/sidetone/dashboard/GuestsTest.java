package io.sidetone.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidetone.engine.CallFilter;
import io.sidetone.identity.Account;
import io.sidetone.identity.Digest;
import io.sidetone.identity.Identity;
import io.sidetone.identity.Knock;
import io.sidetone.identity.Porter;
import io.sidetone.identity.Role;
import io.sidetone.identity.Sessions;
import io.sidetone.identity.SignIn;
import io.sidetone.identity.Ticket;
import io.sidetone.identity.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Who looks, for how long and at what: tickets, sessions and scopes on real sockets. */
@Timeout(60)
class GuestsTest {
    private static final int PONG = 10;
    private static final String DESK = "https://desk.example.com";
    private static final String MARIAS = "a token of maria's";
    private static final CallFilter SUPPORT =
            new CallFilter(null, List.of(), List.of(), List.of(), Map.of("queue", List.of("support")));

    private final TestServer server = new TestServer(
            TestServer.settings(200, true)
                    .with(
                            Account.ofTheToken(TestServer.TOKEN),
                            new Account("maria", Role.VIEWER, SUPPORT, null, List.of(Digest.of(MARIAS))))
                    .withViewersOfOne(2),
            FeedLimits.DEFAULT);

    @AfterEach
    void close() {
        server.close();
    }

    private Porter porter() {
        return server.porter;
    }

    private Knock knock(String... headers) {
        Map<String, List<String>> all = new java.util.HashMap<>();
        all.put("host", List.of("localhost:" + server.port()));
        for (String header : headers) {
            String[] parts = header.split(": ", 2);
            all.put(parts[0], List.of(parts[1]));
        }
        return Knock.of("POST", "/", null, name -> all.getOrDefault(name, List.of()));
    }

    private Sessions.Opened signIn(String token, String... headers) {
        SignIn.Outcome outcome = porter().signIn(new SignIn.Credentials.Token(token), knock(headers))
                .toCompletableFuture()
                .join();
        return ((SignIn.Outcome.In) outcome).opened();
    }

    private Identity maria() {
        return ((Verdict.Admitted) porter().admit(knock("authorization: Bearer " + MARIAS))).identity();
    }

    private Ticket ticket(Identity identity, String origin) {
        return Objects.requireNonNull(porter().ticket(identity, origin));
    }

    private RawClient withTicket(Ticket ticket, String origin) throws IOException {
        return new RawClient(
                server.port(),
                "",
                "Authorization: -",
                "Origin: " + origin,
                "Sec-WebSocket-Protocol: " + String.join(", ", ticket.protocols()));
    }

    private RawClient withCookie(Sessions.Opened session) throws IOException {
        return new RawClient(
                server.port(),
                "",
                "Authorization: -",
                "Origin: http://localhost:" + server.port(),
                "Cookie: " + porter().cookie().name() + "=" + session.cookie());
    }

    @Test
    void aTicketOpensOnceAndIsNotEchoed() throws IOException {
        Ticket ticket = ticket(maria(), DESK);

        try (RawClient first = withTicket(ticket, DESK);
                RawClient again = withTicket(ticket, DESK)) {
            assertThat(first.status()).isEqualTo(101);
            assertThat(first.answer).containsIgnoringCase("sec-websocket-protocol: dashboard.v1.json\r\n");
            assertThat(first.answer).doesNotContain(ticket.ticket());
            ObjectNode hello = first.next();
            assertThat(hello.at("/user/id").asText()).isEqualTo("maria");
            assertThat(hello.at("/user/role").asText()).isEqualTo("viewer");
            assertThat(hello.at("/user/expiresAt").asLong())
                    .isEqualTo(server.time.millis() + Duration.ofHours(12).toMillis());
            assertThat(again.status()).isEqualTo(401);
            assertThat(again.answer).doesNotContain(ticket.ticket());
        }
    }

    @Test
    void aTicketIsForOneOriginAndHalfAMinute() throws IOException {
        Ticket elsewhere = ticket(maria(), DESK);
        Ticket old = ticket(maria(), DESK);
        Ticket foreign = ticket(maria(), "https://evil.example");

        try (RawClient wrongOrigin = withTicket(elsewhere, "https://a.example.org");
                RawClient evil = withTicket(foreign, "https://evil.example")) {
            assertThat(wrongOrigin.status()).isEqualTo(401);
            assertThat(evil.status()).isEqualTo(403);
        }
        server.advance(Duration.ofSeconds(30));
        try (RawClient late = withTicket(old, DESK);
                RawClient madeUp = withTicket(new Ticket("dk1_made-up", 0), DESK)) {
            assertThat(late.status()).isEqualTo(401);
            assertThat(madeUp.status()).isEqualTo(401);
        }
    }

    @Test
    void aTicketWithoutOurProtocolIsRefusedAndNotUsedUp() throws IOException {
        Ticket ticket = ticket(maria(), DESK);
        try (RawClient alone = new RawClient(
                        server.port(),
                        "",
                        "Authorization: -",
                        "Origin: " + DESK,
                        "Sec-WebSocket-Protocol: ticket." + ticket.ticket());
                RawClient well = withTicket(ticket, DESK)) {
            assertThat(alone.status()).isEqualTo(400);
            assertThat(alone.answer).doesNotContain(ticket.ticket());
            assertThat(well.status()).isEqualTo(101);
        }
    }

    @Test
    void aCookieOpensFromOurOwnPageOnly() throws IOException {
        Sessions.Opened session = signIn(MARIAS);
        String cookie = "Cookie: " + porter().cookie().name() + "=" + session.cookie();

        try (RawClient own = withCookie(session);
                RawClient without = new RawClient(server.port(), "", "Authorization: -", cookie);
                RawClient foreign = new RawClient(server.port(), "", "Authorization: -", cookie, "Origin: " + DESK)) {
            assertThat(own.status()).isEqualTo(101);
            assertThat(own.next().at("/user/expiresAt").asLong())
                    .isEqualTo(session.identity().expiresAtMillis());
            assertThat(without.status()).isEqualTo(401);
            assertThat(foreign.status()).isEqualTo(403);
        }
    }

    @Test
    void whoseTimeIsNearlyOverIsWarnedAndAnotherTicketExtendsIt() throws IOException {
        try (RawClient client = withTicket(ticket(maria(), DESK), DESK)) {
            client.next();
            server.advance(Duration.ofHours(12).minusSeconds(61));
            server.advance(Duration.ofSeconds(1));
            ObjectNode notice = nextOf(client, "notice");
            assertThat(notice.path("code").asText()).isEqualTo("auth_expiring");

            client.text(auth("1", ticket(maria(), "https://a.example.org").ticket()));
            assertThat(reply(client).at("/error/code").asText()).isEqualTo("ticket_invalid");
            client.text(auth("2", ticket(maria(), DESK).ticket()));
            ObjectNode renewed = reply(client);
            assertThat(renewed.path("ok").asBoolean()).isTrue();
            assertThat(renewed.at("/result/expiresAt").asLong())
                    .isEqualTo(server.time.millis() + Duration.ofHours(12).toMillis());

            pass(client, 1, Duration.ofMinutes(2));
        }
    }

    @Test
    void withoutAnotherTicketItEnds() throws IOException {
        try (RawClient client = withTicket(ticket(maria(), DESK), DESK)) {
            client.next();
            server.advance(Duration.ofHours(12).plusSeconds(1));
            ObjectNode bye = nextOf(client, "bye");
            assertThat(bye.path("code").asInt()).isEqualTo(4003);
            assertThat(bye.path("reconnect").asBoolean()).isTrue();
        }
    }

    @Test
    void aSessionIsMadeNoLongerByItsOwnTicketAndWarnedOfOnce() throws IOException {
        Sessions.Opened session = signIn(MARIAS);
        String own = "http://localhost:" + server.port();
        try (RawClient client = withCookie(session)) {
            client.next();
            server.writer.settle();
            pass(client, 11, Duration.ofHours(1));
            server.advance(Duration.ofMinutes(59));
            assertThat(answersPings(client)).contains("auth_expiring");
            client.text(auth("1", ticket(session.identity(), own).ticket()));
            assertThat(reply(client).at("/result/expiresAt").asLong())
                    .isEqualTo(session.identity().expiresAtMillis());
            server.advance(Duration.ofSeconds(30));
            assertThat(answersPings(client)).as("once is enough").doesNotContain("auth_expiring");
            server.advance(Duration.ofSeconds(30));
            assertThat(nextOf(client, "bye").path("code").asInt()).isEqualTo(4003);
        }
    }

    @Test
    void whoHasATokenBesideTheSessionStaysLongerWithATicketOfIt() throws IOException {
        Sessions.Opened session = signIn(MARIAS);
        String own = "http://localhost:" + server.port();
        try (RawClient client = withCookie(session)) {
            client.next();
            server.writer.settle();
            pass(client, 11, Duration.ofHours(1));
            server.advance(Duration.ofMinutes(59));
            assertThat(answersPings(client)).contains("auth_expiring");
            client.text(auth("1", ticket(Identity.ofTheToken(), own).ticket()));
            assertThat(reply(client).at("/error/code").asText()).isEqualTo("ticket_invalid");
            client.text(auth("2", ticket(maria(), own).ticket()));
            assertThat(reply(client).at("/result/expiresAt").asLong())
                    .isEqualTo(server.time.millis() + Duration.ofHours(12).toMillis());
            pass(client, 2, Duration.ofMinutes(1));
        }
    }

    @Test
    void somebodyElsesTicketExtendsNothing() throws IOException {
        try (RawClient client = withTicket(ticket(maria(), DESK), DESK)) {
            client.next();
            client.text(auth("1", ticket(Identity.ofTheToken(), DESK).ticket()));
            assertThat(reply(client).at("/error/code").asText()).isEqualTo("ticket_invalid");
        }
    }

    /** Answers the server's pings, and waits until everything before is here; gives the codes of the notices in it. */
    private List<String> answersPings(RawClient client) throws IOException {
        client.send(PONG, true, "");
        client.text("{\"type\":\"ping\",\"id\":\"here\"}");
        List<String> codes = new ArrayList<>();
        while (true) {
            ObjectNode frame = client.next();
            if (frame.path("id").asText().equals("here")) {
                return codes;
            }
            codes.add(frame.path("code").asText());
        }
    }

    /** Lets time pass in steps, with the client answering pings, and the server it. */
    private void pass(RawClient client, int steps, Duration each) throws IOException {
        for (int i = 0; i < steps; i++) {
            answersPings(client);
            server.advance(each);
            answersPings(client);
        }
    }

    private static String auth(String id, String ticket) {
        return "{\"type\":\"auth\",\"id\":\"" + id + "\",\"ticket\":\"" + ticket + "\"}";
    }

    private ObjectNode reply(RawClient client) throws IOException {
        return nextOf(client, "reply");
    }

    private ObjectNode nextOf(RawClient client, String type) throws IOException {
        while (true) {
            ObjectNode frame = client.next();
            if (frame.path("type").asText().equals(type)) {
                return frame;
            }
        }
    }

    @Test
    void whoSignsOutIsShownOut() throws IOException {
        Sessions.Opened session = signIn(MARIAS);
        try (RawClient client = withCookie(session);
                RawClient byTicket = withTicket(ticket(session.identity(), DESK), DESK)) {
            client.next();
            byTicket.next();
            server.writer.settle();
            porter().sessions().end(String.valueOf(session.identity().session()));
            for (RawClient each : List.of(client, byTicket)) {
                ObjectNode bye = nextOf(each, "bye");
                assertThat(bye.path("code").asInt()).isEqualTo(4501);
                assertThat(bye.path("reconnect").asBoolean()).isFalse();
            }
        }
    }

    @Test
    void whoSignsInAgainAsTheSameGoesOnLooking() throws IOException {
        Sessions.Opened former = signIn(MARIAS);
        try (RawClient client = withCookie(former)) {
            client.next();
            server.writer.settle();
            pass(client, 11, Duration.ofHours(1));
            signIn(MARIAS, "cookie: " + porter().cookie().name() + "=" + former.cookie());
            pass(client, 2, Duration.ofHours(1));
        }
    }

    @Test
    void whoSignsInAgainAsSomebodyElseConnectsAnew() throws IOException {
        Sessions.Opened former = signIn(MARIAS);
        try (RawClient client = withCookie(former)) {
            client.next();
            server.writer.settle();
            signIn(TestServer.TOKEN, "cookie: " + porter().cookie().name() + "=" + former.cookie());
            assertThat(nextOf(client, "bye").path("code").asInt()).isEqualTo(4501);
        }
    }

    @Test
    void nothingThatOpensAnythingIsLogged() throws IOException {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger ours = (Logger) LoggerFactory.getLogger("io.sidetone");
        Level before = ours.getLevel();
        Sessions.Opened session = signIn(MARIAS);
        Ticket ticket = ticket(maria(), DESK);
        Ticket more = ticket(maria(), DESK);
        ours.setLevel(Level.TRACE);
        log.start();
        ours.addAppender(log);
        try (RawClient own = withCookie(session);
                RawClient first = withTicket(ticket, DESK);
                RawClient again = withTicket(ticket, DESK);
                RawClient inUrl = new RawClient(server.port(), "?ticket=" + more.ticket(), "Origin: " + DESK)) {
            assertThat(own.status()).isEqualTo(101);
            assertThat(again.status()).isEqualTo(401);
            assertThat(inUrl.status()).isEqualTo(400);
            assertThat(inUrl.answer).contains("ticket stands in the address").doesNotContain(more.ticket());
            first.next();
            first.text(auth("1", more.ticket()));
            assertThat(reply(first).path("ok").asBoolean()).isTrue();
            first.text(auth("2", more.ticket()));
            assertThat(reply(first).at("/error/code").asText()).isEqualTo("ticket_invalid");
            first.text("{\"type\":\"auth\",\"id\":\"3\",\"ticket\":[\"" + more.ticket() + "\"]}");
            assertThat(reply(first).toString()).doesNotContain(more.ticket());
        } finally {
            ours.detachAppender(log);
            ours.setLevel(before);
        }
        List<String> lines = List.copyOf(log.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
        assertThat(lines).anyMatch(line -> line.contains("ticket stands in the address"));
        for (String secret : List.of(session.cookie(), ticket.ticket(), more.ticket(), TestServer.TOKEN, MARIAS)) {
            assertThat(lines).noneMatch(line -> line.contains(secret));
        }
    }

    @Test
    void oneConnectionTooManyOfAUserClosesTheOldest() throws IOException {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            clients.add(withTicket(ticket(maria(), DESK), DESK));
            clients.get(i).next();
        }
        ObjectNode bye = nextOf(clients.get(0), "bye");
        assertThat(bye.path("code").asInt()).isEqualTo(4005);
        assertThat(bye.path("reason").asText()).isEqualTo("replaced");
        for (RawClient left : clients.subList(1, 3)) {
            left.text("{\"type\":\"ping\",\"id\":\"1\"}");
            assertThat(reply(left).path("ok").asBoolean()).isTrue();
        }
        for (RawClient client : clients) {
            client.close();
        }
    }

    @Test
    void theTokenIsNotOneUser() {
        List<Client> clients = List.of(server.client(), server.client(), server.client());
        clients.forEach(client -> client.next("hello"));
        for (Client client : clients) {
            String id = client.request("ping", "");
            assertThat(client.next("reply").path("id").asText()).isEqualTo(id);
        }
        clients.forEach(Client::close);
    }

    @Test
    void aCallOutsideTheScopeDoesNotExist() throws IOException {
        ScriptedCall mine =
                server.call("s_mine").start(Map.of("queue", "support")).leg("l1");
        ScriptedCall other =
                server.call("s_other").start(Map.of("queue", "billing")).leg("l1");
        mine.says("l1", "This is for support.");
        other.says("l1", "This is about a bill.");
        server.writer.settle();
        Client all = server.client();
        all.next("hello");
        String board = "{\"name\":\"list\",\"topic\":\"calls\",\"interims\":\"all\",\"finals\":\"all\"}";
        all.subscribe(board);
        StringBuilder seen = new StringBuilder();
        try (RawClient maria = withTicket(ticket(maria(), DESK), DESK)) {
            maria.next();
            maria.text("{\"type\":\"subscribe\",\"id\":\"1\",\"topics\":[" + board + "]}");
            seen.append(reply(maria)).append(nextOf(maria, "snapshot"));
            maria.text("{\"type\":\"subscribe\",\"id\":\"2\",\"topics\":"
                    + "[{\"name\":\"one\",\"topic\":\"call\",\"callId\":\"s_other\"}]}");
            JsonNode refusal = reply(maria).path("error");
            assertThat(refusal.path("code").asText()).isEqualTo("unknown_call");
            assertThat(refusal.at("/details/callId").asText()).isEqualTo("s_other");
            other.says("l1", "More about a bill.");
            other.guess("l1", "and another bill");
            mine.says("l1", "More for support.");
            server.flush();
            ObjectNode batch = nextOf(maria, "batch");
            seen.append(batch);
        }
        assertThat(seen.toString()).contains("s_mine", "More for support.").doesNotContain("s_other", "bill");
        StringBuilder all2 = new StringBuilder();
        all.drain(all2::append);
        assertThat(all2.toString()).contains("s_other", "More about a bill.");
        all.close();
    }
}
