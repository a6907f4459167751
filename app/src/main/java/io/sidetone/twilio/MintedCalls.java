package io.sidetone.twilio;

import io.sidetone.call.DialProgress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The streams that were asked for and have not come yet: the ids of their calls, their one-time media URLs, and
 * news that came too early. {@code /twilio/voice} asks for a call's first stream, {@link StreamStarter} for more.
 *
 * <p>A fixed media URL would carry the same signature for ever and could be replayed; these carry a
 * random token that is good for one upgrade within {@link #VALID}. Any thread.
 */
public final class MintedCalls {
    /** How long a media URL can be used. */
    static final Duration VALID = Duration.ofSeconds(60);
    /** Calls answered whose stream has not come; more are answered without a stream. */
    private static final int MOST_WAITING = 10_000;

    /** News kept per call whose stream has not come; a dial reports four times, and what is older matters least. */
    private static final int MOST_NEWS = 32;

    /** What the ids begin with that are ours; a CallSid never does. */
    static final String CALL_ID_PREFIX = "s_";

    private static final int CALL_ID_LENGTH = 16;
    private static final int TOKEN_LENGTH = 32;
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock;
    private final ConcurrentHashMap<String, Waiting> byToken = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Queue<DialProgress>> earlyNews = new ConcurrentHashMap<>();

    /**
     * A stream that was asked for.
     *
     * @param token the last part of its media URL
     * @param callSid the phone leg it is for
     * @param restarts 0 for a leg's first stream; one that follows a lost stream counts on while they are short
     */
    record Minted(String callId, String token, String callSid, int restarts) {
        Minted(String callId, String token, String callSid) {
            this(callId, token, callSid, 0);
        }
    }

    private record Waiting(Minted call, long untilMillis) {}

    public MintedCalls(InstantSource clock) {
        this.clock = clock;
    }

    /** A new id and a new media URL for a call; null if too many are waiting already. */
    @Nullable Minted mint(String callSid) {
        forgetExpired();
        if (byToken.size() >= MOST_WAITING) {
            return null;
        }
        String callId = CALL_ID_PREFIX + randomText(CALL_ID_LENGTH);
        earlyNews.put(callId, new ConcurrentLinkedQueue<>());
        return waiting(new Minted(callId, randomText(TOKEN_LENGTH), callSid));
    }

    /** One more media URL for a call that has an id. */
    Minted another(String callId, String callSid, int restarts) {
        forgetExpired();
        return waiting(new Minted(callId, randomText(TOKEN_LENGTH), callSid, restarts));
    }

    private Minted waiting(Minted call) {
        byToken.put(call.token(), new Waiting(call, clock.millis() + VALID.toMillis()));
        return call;
    }

    /** The call of a media URL that has not been used; it stays good. */
    @Nullable Minted peek(String token) {
        Waiting waiting = byToken.get(token);
        return waiting == null ? null : waiting.call();
    }

    /** The call of a media URL; null if it is unknown, too old or was used before. */
    @Nullable Minted redeem(String token) {
        Waiting waiting = byToken.remove(token);
        if (waiting != null && waiting.untilMillis() < clock.millis()) {
            forget(waiting.call().callId());
            return null;
        }
        if (waiting != null && waiting.call().restarts() > 0) {
            revoke(waiting.call()); // an attempt that was given up and comes all the same must not win
        }
        return waiting == null ? null : waiting.call();
    }

    private void revoke(Minted done) {
        byToken.values()
                .removeIf(other -> other.call().callId().equals(done.callId())
                        && other.call().callSid().equals(done.callSid()));
    }

    /**
     * Keeps news of a call whose stream has not come yet.
     *
     * @return false if no stream of such a call is waited for: then nothing is kept
     */
    boolean keep(String callId, DialProgress news) {
        Queue<DialProgress> early = earlyNews.get(callId);
        if (early == null) {
            return false;
        }
        early.add(news);
        if (early.size() > MOST_NEWS) {
            early.poll();
        }
        return true;
    }

    /** Takes what was kept, in the order it came. */
    List<DialProgress> takeNews(String callId) {
        Queue<DialProgress> early = earlyNews.getOrDefault(callId, new ConcurrentLinkedQueue<>());
        List<DialProgress> taken = new ArrayList<>();
        for (DialProgress news = early.poll(); news != null; news = early.poll()) {
            taken.add(news);
        }
        return taken;
    }

    /** The call's stream is gone for good, or never came. */
    void forget(String callId) {
        earlyNews.remove(callId);
    }

    /** So many streams were asked for and may still come. */
    public int waiting() {
        forgetExpired();
        return byToken.size();
    }

    private void forgetExpired() {
        long now = clock.millis();
        byToken.values().removeIf(waiting -> {
            boolean expired = waiting.untilMillis() < now;
            if (expired) {
                forget(waiting.call().callId());
            }
            return expired;
        });
    }

    private String randomText(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
