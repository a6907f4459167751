package io.sidetone.identity;

import com.password4j.Argon2Function;
import com.password4j.BadParametersException;
import com.password4j.BcryptFunction;
import com.password4j.types.Argon2;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Slow hashes of passwords: Argon2id in PHC form for new ones, bcrypt for those that somebody has already. Takes tens of
 * milliseconds and up to {@value #MOST_MEMORY_KIB} KiB: never on an event loop.
 */
public final class Passwords {
    /** The longest password: bcrypt takes 72 bytes and silently no more, Argon2 need not be fed a novel. */
    public static final int LONGEST_BYTES = 1_024;

    static final int LONGEST_FOR_BCRYPT = 72;

    // OWASP's Password Storage Cheat Sheet: Argon2id with 19 MiB, 2 rounds and 1 lane, or more
    private static final int MEMORY_KIB = 19_456;
    private static final int ROUNDS = 2;
    private static final int LANES = 1;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;

    // what a hash in the settings may ask of us: enough for any sane choice, not enough to bring the server down
    private static final int LEAST_MEMORY_KIB = 7_168; // OWASP's least, with 5 rounds
    private static final int MOST_MEMORY_KIB = 262_144;
    private static final int MOST_ROUNDS = 16;
    private static final int MOST_LANES = 8;
    private static final int LEAST_COST = 10;
    private static final int MOST_COST = 15;

    private static final Pattern ARGON2ID =
            Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,9}),t=(\\d{1,9}),p=(\\d{1,9})"
                    + "\\$[A-Za-z0-9+/]{11,86}\\$[A-Za-z0-9+/]{22,86}");
    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");

    /** Of nobody's password: what is checked for names that nobody has. */
    static final String DECOY = "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + ROUNDS + ",p=" + LANES
            + "$c2lkZXRvbmUgZGVjb3kgIQ$q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA";

    private static final SecureRandom RANDOM = new SecureRandom();

    private Passwords() {}

    /** A new Argon2id hash in PHC form, with a salt of its own. */
    public static String hash(CharSequence password) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return Argon2Function.getInstance(MEMORY_KIB, ROUNDS, LANES, HASH_BYTES, Argon2.ID)
                .hash(utf8(password), salt)
                .getResult();
    }

    /** What speaks against a hash in the settings, or null. Fast; never repeats what was given. */
    public static @Nullable String objection(String hash) {
        Matcher argon2 = ARGON2ID.matcher(hash);
        if (argon2.matches()) {
            return within(argon2.group(1), LEAST_MEMORY_KIB, MOST_MEMORY_KIB)
                            && within(argon2.group(2), 1, MOST_ROUNDS)
                            && within(argon2.group(3), 1, MOST_LANES)
                    ? null
                    : "Argon2id with parameters out of bounds (m=" + argon2.group(1) + ", t=" + argon2.group(2) + ", p="
                            + argon2.group(3) + ")";
        }
        Matcher bcrypt = BCRYPT.matcher(hash);
        if (bcrypt.matches()) {
            return within(bcrypt.group(1), LEAST_COST, MOST_COST) ? null : "bcrypt with a cost of " + bcrypt.group(1);
        }
        return hash.startsWith("$") ? "a hash of a kind that is not taken" : "no hash; a plain password?";
    }

    /** What {@link #objection} wants, for people. */
    public static String expected() {
        return "what sidetone hash-password prints: Argon2id in PHC form with m=" + LEAST_MEMORY_KIB + " to "
                + MOST_MEMORY_KIB + ", t up to " + MOST_ROUNDS + " and p up to " + MOST_LANES
                + "; or bcrypt with a cost of " + LEAST_COST + " to " + MOST_COST;
    }

    private static boolean within(String number, int least, int most) {
        int value = Integer.parseInt(number);
        return value >= least && value <= most;
    }

    /** Slow. The hash must be one that {@link #objection} has none against. */
    static boolean fits(CharSequence password, String hash) {
        byte[] given = utf8(password);
        if (given.length > LONGEST_BYTES) {
            return false;
        }
        try {
            return hash.startsWith("$argon2")
                    ? Argon2Function.getInstanceFromHash(hash).check(given, hash.getBytes(StandardCharsets.US_ASCII))
                    : given.length <= LONGEST_FOR_BCRYPT
                            && BcryptFunction.getInstanceFromHash(hash)
                                    .check(given, hash.getBytes(StandardCharsets.US_ASCII));
        } catch (BadParametersException e) {
            throw new IllegalStateException("a password's hash in the settings cannot be checked", e);
        }
    }

    private static byte[] utf8(CharSequence password) {
        var buffer = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
