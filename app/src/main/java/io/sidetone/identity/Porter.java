package io.sidetone.identity;

import java.net.SocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Decides who comes in: {@code Host} and {@code Origin} first, then what they show. Any thread; nothing waits. */
public final class Porter implements AutoCloseable {
    private static final String BEARER = "Bearer ";
    private static final Set<String> SECRETS = Set.of(
            "token",
            "access_token",
            "auth",
            "authorization",
            "api_key",
            "apikey",
            "password",
            "secret",
            "ticket",
            "session",
            "csrf");

    private final Origins origins;
    private final Accounts accounts;
    private final Sessions sessions;
    private final Tickets tickets;
    private final SignIn signIn;
    private final SessionCookie cookie;
    private final Proxies proxies;
    private final InstantSource clock;

    public Porter(IdentitySettings settings, InstantSource clock) {
        this.origins = new Origins(settings);
        this.accounts = new Accounts(settings.accounts());
        this.sessions = new Sessions(settings.session(), settings.idle(), clock);
        this.tickets = new Tickets(clock);
        this.signIn = new SignIn(accounts, sessions, settings.signIn(), clock);
        this.cookie = new SessionCookie(settings.publicOrigin().startsWith("https:"));
        this.proxies = new Proxies(settings.trustedProxies());
        this.clock = clock;
    }

    public Sessions sessions() {
        return sessions;
    }

    public SignIn signIn() {
        return signIn;
    }

    public SessionCookie cookie() {
        return cookie;
    }

    /** What of a request says who asks, as {@link Knock#of}; with the word of proxies that are trusted. */
    public Knock knock(
            String method, String uri, @Nullable SocketAddress from, Function<String, List<String>> headers) {
        return Knock.of(method, uri, from, headers, proxies);
    }

    /** Who asks something of the API: by bearer token or by cookie. */
    public Verdict admit(Knock knock) {
        Verdict.Refused stranger = stranger(knock);
        if (stranger != null) {
            return stranger;
        }
        if (knock.authorization() != null) {
            return bearer(knock.authorization());
        }
        String value = knock.cookie(cookie.name());
        return value == null ? nothingShown() : withCookie(knock, value);
    }

    /** Who opens a dashboard's socket: by bearer token, by ticket, or by cookie from our own page. */
    public Verdict admitSocket(Knock knock) {
        Verdict.Refused stranger = stranger(knock);
        if (stranger != null) {
            return stranger;
        }
        if (knock.authorization() != null) {
            return bearer(knock.authorization());
        }
        if (knock.origin() == null) {
            return Verdict.Refused.unauthorized("the token is missing (expected: Authorization: Bearer and a token, the"
                    + " only way in without an Origin)");
        }
        String ticket = knock.ticket();
        if (ticket != null) {
            Identity identity = withTicket(ticket, knock.origin());
            return identity != null
                    ? new Verdict.Admitted(identity)
                    : Verdict.Refused.unauthorized("the ticket is not good (expected: one from POST"
                            + " /api/v1/dashboard/tickets, for this page's origin, within "
                            + Tickets.LIFE.toSeconds() + " seconds and for the first time)");
        }
        String value = knock.cookie(cookie.name());
        if (value == null) {
            return nothingShown();
        }
        if (!origins.isOwn(knock)) {
            return foreignCookie();
        }
        return session(value);
    }

    /** What speaks against whoever asks, whatever they show: their {@code Host}, {@code Origin} or address; or null. */
    public Verdict.@Nullable Refused stranger(Knock knock) {
        Verdict.Refused foreign = origins.refusal(knock);
        return foreign != null ? foreign : secretsInQuery(knock.rawQuery());
    }

    /** Addresses end up in logs and histories, of ours and of others. */
    private static Verdict.@Nullable Refused secretsInQuery(String rawQuery) {
        return Arrays.stream(rawQuery.split("&", -1))
                .map(pair -> name(pair.split("=", 2)[0]))
                .filter(SECRETS::contains)
                .findFirst()
                .map(name -> Verdict.Refused.badRequest(name + " stands in the address, where logs and histories keep"
                        + " it: take it for known to others (expected: Authorization: Bearer, a ticket, or a session)"))
                .orElse(null);
    }

    private static String name(String raw) {
        try {
            return URLDecoder.decode(raw, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return ""; // whoever reads the query refuses it
        }
    }

    private Verdict bearer(String authorization) {
        boolean well = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
        Account account = well
                ? accounts.withToken(authorization.substring(BEARER.length()).strip())
                : null;
        return account != null
                ? new Verdict.Admitted(account.identity())
                : Verdict.Refused.unauthorized(
                        "the token is wrong (expected: Authorization: Bearer and the dashboard's token, or a user's)");
    }

    private static Verdict.Refused nothingShown() {
        return Verdict.Refused.unauthorized("nobody is signed in (expected: Authorization: Bearer and a token, or a"
                + " session from POST /api/v1/session)");
    }

    private static Verdict.Refused foreignCookie() {
        return Verdict.Refused.forbidden("a session is good for this server's own pages only (expected, from other"
                + " origins: a bearer token, or a ticket)");
    }

    private Verdict withCookie(Knock knock, String value) {
        boolean ownPage = origins.isOwn(knock);
        String site = knock.fetchSite();
        if (knock.origin() != null ? !ownPage : site != null && !site.equals("same-origin") && !site.equals("none")) {
            return foreignCookie();
        }
        Verdict verdict = session(value);
        if (verdict instanceof Verdict.Refused || knock.isSafe()) {
            return verdict;
        }
        if (!ownPage && !"same-origin".equals(site)) {
            return Verdict.Refused.forbidden("nothing says which page asks for this change (expected with a session: an"
                    + " Origin of this server, or Sec-Fetch-Site: same-origin)");
        }
        String csrf = knock.csrf();
        return csrf != null && Digest.same(csrf, Sessions.csrf(value))
                ? verdict
                : Verdict.Refused.forbidden("X-CSRF-Token is missing or wrong (expected with a session: csrf from GET"
                        + " /api/v1/session)");
    }

    private Verdict session(String value) {
        Identity identity = sessions.find(value);
        return identity != null
                ? new Verdict.Admitted(identity)
                : Verdict.Refused.unauthorized("the session is over (expected: to sign in again)");
    }

    /** Tries to sign in; who does must be one of our own pages, or no page at all. */
    public CompletionStage<SignIn.Outcome> signIn(SignIn.Credentials shown, Knock knock) {
        return signIn.signIn(shown, knock, knock.cookie(cookie.name()));
    }

    /** What speaks against a sign-in from where it comes, or null. */
    public Verdict.@Nullable Refused foreignSignIn(Knock knock) {
        Verdict.Refused stranger = stranger(knock);
        if (stranger != null) {
            return stranger;
        }
        String site = knock.fetchSite();
        boolean fits = knock.origin() != null ? origins.isOwn(knock) : site == null || site.equals("same-origin");
        return fits ? null : foreignCookie();
    }

    /** What the session's pages send along with every change; null without a session. */
    public @Nullable String csrf(Knock knock) {
        String value = knock.cookie(cookie.name());
        return value == null ? null : Sessions.csrf(value);
    }

    /** Whether pages of an origin may come in here, if they show something good. */
    public boolean welcomes(String origin, Knock knock) {
        return origins.welcomes(origin, knock.host());
    }

    /** @return null if too many tickets wait to be shown */
    public @Nullable Ticket ticket(Identity identity, String origin) {
        long until = Math.min(
                identity.expiresAtMillis(), clock.millis() + sessions.life().toMillis());
        return tickets.issue(identity.by(Identity.Means.TICKET, until, identity.session()), origin);
    }

    /** Whom a ticket was issued to; null if it is not good. In any case it is used up. */
    public @Nullable Identity withTicket(String ticket, @Nullable String origin) {
        Identity identity = tickets.redeem(ticket, origin);
        boolean holds = identity != null && (identity.session() == null || sessions.keepAlive(identity.session()));
        return holds ? identity : null;
    }

    @Override
    public void close() {
        signIn.close();
    }
}
