package io.sidetone.sim.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final FinalCounts ALL = new FinalCounts(4, 4, 0, 0, 0);
    private static final AudioCounts EXACT = new AudioCounts(100, 100, 0, 0, 0, 0, 0, 0);
    private static final CallsMade WELL = new CallsMade(2, 2, Map.of());

    @Test
    void exactAndInTimeIsSustained() {
        Verdict verdict = report(WELL, EXACT, ALL, 159.9, 5).verdict();
        assertThat(verdict).isEqualTo(new Verdict(Verdict.Outcome.SUSTAINED, List.of()));
    }

    @Test
    void theLimitIsItsOwnAndAMessagesLength() {
        Verdict verdict = report(WELL, EXACT, ALL, 160, 5).verdict();
        assertThat(verdict.outcome()).isEqualTo(Verdict.Outcome.LATE);
        assertThat(verdict.reasons()).singleElement().asString().contains("160.0", "--max-latency-ms");
    }

    @Test
    void aLateToolDoesNotJudge() {
        Verdict verdict = report(WELL, EXACT, ALL, 500, 10.1).verdict();
        assertThat(verdict.outcome()).isEqualTo(Verdict.Outcome.UNJUDGED);
        assertThat(verdict.reasons()).hasSize(2).first().asString().contains("10.1 ms", "--max-lag-ms");
    }

    @Test
    void whatIsInexactIsSoHoweverLateTheToolWas() {
        AudioCounts lost = new AudioCounts(100, 99, 1, 0, 0, 0, 0, 0);
        assertThat(report(WELL, lost, ALL, 10, 50).verdict().outcome()).isEqualTo(Verdict.Outcome.INEXACT);
    }

    @Test
    void aCallThatFailedIsInexact() {
        CallsMade failed = new CallsMade(2, 1, Map.of("cut the connection", 1));
        assertThat(report(failed, EXACT, ALL, 10, 1).verdict().outcome()).isEqualTo(Verdict.Outcome.INEXACT);
    }

    @Test
    void finalsCountOnceTheBridgeHasAWebhook() {
        FinalCounts missing = new FinalCounts(4, 3, 1, 0, 0);
        LoadReport report = report(WELL, EXACT, missing, 10, 1);
        assertThat(report.verdict().outcome()).isEqualTo(Verdict.Outcome.INEXACT);
        LoadReport without = new LoadReport(
                report.plan(),
                report.windowSeconds(),
                report.framesPerSecond(),
                report.calls(),
                report.audio(),
                report.finals(),
                report.upstream(),
                report.messageMs(),
                0,
                report.latencies(),
                report.cost());
        assertThat(without.verdict().outcome()).isEqualTo(Verdict.Outcome.SUSTAINED);
    }

    @Test
    void theJsonHasItAllButTheToken() {
        JsonNode json = LoadJson.object(report(WELL, EXACT, ALL, 42.5, 1));
        assertThat(json.path("sustained").asBoolean()).isTrue();
        assertThat(json.path("verdict").asText()).isEqualTo("SUSTAINED");
        assertThat(json.at("/latencyMs/audio/p99").asDouble()).isEqualTo(42.5);
        assertThat(json.at("/audio/received").asLong()).isEqualTo(100);
        assertThat(json.at("/audio/exact").asBoolean()).isTrue();
        assertThat(json.at("/cost/kibPerCall").asDouble()).isEqualTo(50);
        assertThat(json.at("/cost/cores").isNull()).isTrue();
        assertThat(json.at("/plan/signed").asBoolean()).isTrue();
        assertThat(json.toString()).doesNotContain("a-secret");
    }

    private static LoadReport report(CallsMade calls, AudioCounts audio, FinalCounts finals, double p99, double lag) {
        Latency none = new Latency(0, 0, 0, 0, 0, 0);
        LoadReport.Latencies latencies = new LoadReport.Latencies(
                new Latency(100, 1, 2, p99, p99, p99), none, none, new Latency(100, 0, 0, lag, lag, lag));
        return new LoadReport(
                plan(),
                1,
                200,
                calls,
                audio,
                finals,
                new Upstream(4, 0, 0, null, 0, 34, 16_320, 0, 0),
                60,
                10,
                latencies,
                new ServerCost(null, null, 1_000L, 1_100L, null));
    }

    private static LoadPlan plan() {
        return new LoadPlan(
                URI.create("ws://127.0.0.1:8080/twilio/media"),
                null,
                "a-secret",
                2,
                new LoadPlan.Timing(100, Duration.ZERO, Duration.ofSeconds(1), Duration.ZERO),
                new LoadPlan.Media(20, 500, 3_000),
                new LoadPlan.Limits(100, 10, 4_096, 10_000),
                null);
    }
}
