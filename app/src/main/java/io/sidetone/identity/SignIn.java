package io.sidetone.identity;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Makes sessions of passwords and tokens. Any thread; nothing waits. */
public final class SignIn implements AutoCloseable {
    /** The longest name or token that is looked at. */
    public static final int LONGEST = 256;

    /** The longest password that is looked at, in characters. */
    public static final int LONGEST_PASSWORD = Passwords.LONGEST_BYTES;

    /** A link for one use must be used by then. */
    static final Duration LINK_LIFE = Duration.ofHours(1);

    private static final int MOST_LINKS = 16;

    /** What somebody shows. */
    public sealed interface Credentials {
        record Password(String user, String password) implements Credentials {
            @Override
            public String toString() {
                return "a password";
            }
        }

        record Token(String token) implements Credentials {
            @Override
            public String toString() {
                return "a token";
            }
        }
    }

    /** What came of it. */
    public sealed interface Outcome {
        record In(Sessions.Opened opened) implements Outcome {}

        /** @param who a user whom there is, else {@code unknown}: people type passwords where names belong */
        record Out(Verdict.Refused why, String who) implements Outcome {}
    }

    private record Link(Account account, long untilMillis) {}

    private final Accounts accounts;
    private final Sessions sessions;
    private final InstantSource clock;
    private final Throttle addresses;
    private final Throttle names;
    private final PasswordDesk passwords = new PasswordDesk();
    private final Map<String, Link> links = new LinkedHashMap<>(); // by hash; guarded by itself
    private final LongAdder succeeded = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder turnedAway = new LongAdder();

    SignIn(Accounts accounts, Sessions sessions, IdentitySettings.Tries tries, InstantSource clock) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.clock = clock;
        this.addresses = new Throttle(tries, clock);
        // waits no longer than the first one: nobody is to lock somebody else out for long
        this.names = new Throttle(new IdentitySettings.Tries(tries.failures(), tries.window(), tries.window()), clock);
    }

    /** A token that signs in with this account, once, within an hour. */
    public String oneTimeToken(Account account) {
        String token = Digest.secret();
        long now = clock.millis();
        synchronized (links) {
            links.values().removeIf(it -> now >= it.untilMillis);
            if (links.size() >= MOST_LINKS) {
                throw new IllegalStateException(MOST_LINKS + " links wait to be used already");
            }
            links.put(Digest.of(token), new Link(account, now + LINK_LIFE.toMillis()));
        }
        return token;
    }

    /**
     * Tries to sign in.
     *
     * @param formerCookie the browser's session until now, or null
     */
    CompletionStage<Outcome> signIn(Credentials shown, Knock knock, @Nullable String formerCookie) {
        String address = Throttle.key(knock.address());
        long wait = addresses.begin(address);
        if (wait > 0) {
            return now(tooOften(wait, "unknown"));
        }
        if (shown instanceof Credentials.Token token) {
            return now(settle(withToken(token.token()), "unknown", address, null, formerCookie));
        }
        Credentials.Password password = (Credentials.Password) shown;
        Account account = accounts.named(password.user());
        String who = account == null ? "unknown" : account.name();
        String name = Digest.of(password.user());
        wait = names.begin(name);
        if (wait > 0) {
            addresses.takeBack(address);
            return now(tooOften(wait, who));
        }
        String hash = account == null ? null : account.passwordHash();
        try {
            return passwords
                    .check(password.password(), hash == null ? accounts.decoy() : hash)
                    .thenApply(fits -> settle(fits && hash != null ? account : null, who, address, name, formerCookie));
        } catch (RejectedExecutionException e) {
            addresses.takeBack(address);
            names.takeBack(name);
            turnedAway.increment();
            return now(new Outcome.Out(
                    Verdict.Refused.busy("many are signing in at this moment; try again in a few seconds"), who));
        }
    }

    private @Nullable Account withToken(String token) {
        Link link;
        synchronized (links) {
            link = links.remove(Digest.of(token));
        }
        if (link != null) {
            return clock.millis() < link.untilMillis ? link.account : null;
        }
        return accounts.withToken(token);
    }

    private Outcome settle(
            @Nullable Account account,
            String who,
            String address,
            @Nullable String name,
            @Nullable String formerCookie) {
        if (account == null) {
            failed.increment();
            return new Outcome.Out(
                    Verdict.Refused.unauthorized(
                            name == null
                                    ? "this token opens nothing; one from a link opens once, within an hour"
                                    : "user or password is wrong"),
                    who);
        }
        succeeded.increment();
        addresses.takeBack(address);
        if (name != null) {
            names.forget(name);
        }
        return new Outcome.In(sessions.open(account, formerCookie));
    }

    private Outcome tooOften(long wait, String who) {
        turnedAway.increment();
        return new Outcome.Out(
                Verdict.Refused.tooOften("too many tries to sign in; the next in " + wait + " seconds", wait), who);
    }

    private static CompletionStage<Outcome> now(Outcome outcome) {
        return CompletableFuture.completedFuture(outcome);
    }

    /** How many were let in since the start. */
    public long succeeded() {
        return succeeded.sum();
    }

    /** How many showed something wrong. */
    public long failed() {
        return failed.sum();
    }

    /** How many were told to come later, without a look at what they showed. */
    public long turnedAway() {
        return turnedAway.sum();
    }

    @Override
    public void close() {
        passwords.close();
    }
}
