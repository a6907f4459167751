package io.sidetone.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.call.DialProgress;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MintedCallsTest {
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private final MintedCalls calls = new MintedCalls(() -> now);

    @Test
    void idsAndTokensAreLongAndNeverTheSame() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            MintedCalls.Minted call = mint();
            assertThat(call.callId()).matches("s_[0-9A-Za-z]{16}");
            assertThat(call.token()).matches("[0-9A-Za-z]{32}");
            assertThat(seen.add(call.callId())).isTrue();
            assertThat(seen.add(call.token())).isTrue();
        }
    }

    @Test
    void aTokenIsGoodOnce() {
        MintedCalls.Minted call = mint();

        assertThat(calls.redeem(call.token())).isEqualTo(call);
        assertThat(calls.redeem(call.token())).isNull();
        assertThat(calls.redeem("unknown")).isNull();
    }

    @Test
    void aTokenIsGoodForAMinute() {
        MintedCalls.Minted call = mint();
        MintedCalls.Minted late = mint();
        now = now.plus(MintedCalls.VALID);
        assertThat(calls.redeem(call.token())).isEqualTo(call);

        now = now.plusMillis(1);
        assertThat(calls.redeem(late.token())).isNull();
    }

    @Test
    void anotherUrlOfACallLooksAtNothingButItsToken() {
        MintedCalls.Minted call = mint();
        MintedCalls.Minted again = calls.another(call.callId(), "CA-child", 0);

        assertThat(calls.peek(again.token())).isEqualTo(again);
        assertThat(calls.redeem(again.token())).isEqualTo(again);
        assertThat(calls.peek(again.token())).isNull();
        assertThat(calls.redeem(call.token())).as("each is good by itself").isEqualTo(call);
    }

    @Test
    void whenOneRestartHasComeTheOthersMayNot() {
        MintedCalls.Minted slow = calls.another("s_1", "CA1", 1);
        MintedCalls.Minted fast = calls.another("s_1", "CA1", 1);
        MintedCalls.Minted ofOtherLeg = calls.another("s_1", "CA2", 1);

        assertThat(calls.redeem(fast.token())).isEqualTo(fast);
        assertThat(calls.redeem(slow.token())).isNull();
        assertThat(calls.redeem(ofOtherLeg.token())).isEqualTo(ofOtherLeg);
    }

    @Test
    void newsThatComesEarlyIsKeptInOrder() {
        MintedCalls.Minted call = mint();
        calls.keep(call.callId(), news(DialProgress.Step.INITIATED, 1));
        calls.keep(call.callId(), news(DialProgress.Step.ANSWERED, 2));

        assertThat(calls.takeNews(call.callId()))
                .containsExactly(news(DialProgress.Step.INITIATED, 1), news(DialProgress.Step.ANSWERED, 2));
        assertThat(calls.takeNews(call.callId())).isEmpty();
    }

    @Test
    void newsOfCallsThatAreNotOursIsDropped() {
        calls.keep("s_unknown", news(DialProgress.Step.ANSWERED, 1));

        assertThat(calls.takeNews("s_unknown")).isEmpty();
    }

    @Test
    void newsIsBoundedAndTheNewestIsKept() {
        MintedCalls.Minted call = mint();
        for (int i = 0; i < 10_000; i++) {
            calls.keep(call.callId(), news(DialProgress.Step.INITIATED, i));
        }
        calls.keep(call.callId(), news(DialProgress.Step.ANSWERED, 10_000));

        assertThat(calls.takeNews(call.callId())).hasSize(32).endsWith(news(DialProgress.Step.ANSWERED, 10_000));
    }

    @Test
    void nothingIsKeptOfACallWhoseStreamIsGone() {
        MintedCalls.Minted call = mint();
        calls.forget(call.callId());
        calls.keep(call.callId(), news(DialProgress.Step.ANSWERED, 1));

        assertThat(calls.takeNews(call.callId())).isEmpty();
    }

    @Test
    void nothingIsKeptOfACallWhoseTokenHasExpired() {
        MintedCalls.Minted tried = mint();
        MintedCalls.Minted never = mint();
        now = now.plus(MintedCalls.VALID).plusMillis(1);
        calls.redeem(tried.token());
        mint(); // clears the others away
        calls.keep(tried.callId(), news(DialProgress.Step.ANSWERED, 1));
        calls.keep(never.callId(), news(DialProgress.Step.ANSWERED, 1));

        assertThat(calls.takeNews(tried.callId())).isEmpty();
        assertThat(calls.takeNews(never.callId())).isEmpty();
    }

    @Test
    void onlySoManyCallsWaitAndExpiryMakesRoom() {
        for (int i = 0; i < 10_000; i++) {
            mint();
        }
        assertThat(calls.mint("CA1")).isNull();

        now = now.plus(MintedCalls.VALID).plusMillis(1);
        assertThat(calls.mint("CA1")).isNotNull();
    }

    private MintedCalls.Minted mint() {
        MintedCalls.Minted call = calls.mint("CA1");
        if (call == null) {
            throw new AssertionError("no room");
        }
        return call;
    }

    private static DialProgress news(DialProgress.Step step, long atMs) {
        return new DialProgress(step, atMs, "CA2");
    }
}
