package io.sidetone.sim.deepgram;

import java.util.function.Predicate;

/**
 * The streams a fault meets. Immutable; the counting is done by the emulator, from the moment the
 * faults are handed to it.
 *
 * @param match which streams are meant at all
 * @param every of those, each k-th, starting with the k-th
 * @param probability of those, this share by chance, 0 to 1
 * @param most of those, the first so many
 */
public record Scope(Predicate<StreamRequest> match, int every, double probability, int most) {
    private static final Scope ALL = new Scope(request -> true, 1, 1, Integer.MAX_VALUE);

    public Scope {
        if (every < 1 || most < 0 || !(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException(
                    "scope: every %d, probability %s, most %d (expected: at least 1, 0 to 1, at least 0)"
                            .formatted(every, probability, most));
        }
    }

    public static Scope all() {
        return ALL;
    }

    /** Each k-th stream. */
    public static Scope every(int k) {
        return new Scope(ALL.match, k, 1, Integer.MAX_VALUE);
    }

    /** The next n streams. */
    public static Scope next(int n) {
        return new Scope(ALL.match, 1, 1, n);
    }

    /** This share of the streams, 0 to 1. */
    public static Scope chance(double probability) {
        return new Scope(ALL.match, 1, probability, Integer.MAX_VALUE);
    }

    public static Scope matching(Predicate<StreamRequest> match) {
        return new Scope(match, 1, 1, Integer.MAX_VALUE);
    }

    /** Streams that carry {@code extra=key:value}. */
    public static Scope extra(String key, String value) {
        return matching(request -> value.equals(request.parameters().extras().get(key)));
    }

    /** Streams with a query parameter of this value. */
    public static Scope query(String name, String value) {
        return matching(request -> request.parameters().all(name).contains(value));
    }

    /** Streams that continue an earlier one, as their {@code extra} values tell. */
    public static Scope reconnects() {
        return matching(StreamRequest::reconnect);
    }

    /** Streams both scopes mean: both matches, the rarer of the two steps, both chances, the smaller number. */
    public Scope and(Scope other) {
        return new Scope(
                match.and(other.match),
                Math.max(every, other.every),
                probability * other.probability,
                Math.min(most, other.most));
    }
}
