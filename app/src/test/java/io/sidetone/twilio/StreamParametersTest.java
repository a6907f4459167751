package io.sidetone.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.call.StreamStart;
import io.sidetone.call.Track;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StreamParametersTest {
    private static final MintedCalls.Minted MINE = new MintedCalls.Minted("s_mine", "token", "CA1");

    @Test
    void reservedNamesMeanSomethingAndOthersAreKept() {
        StreamStart start = describe(
                MINE,
                Map.ofEntries(
                        Map.entry("session", "s_mine"),
                        Map.entry("gate", "answered"),
                        Map.entry("role.inbound", " technician "),
                        Map.entry("role.outbound", "agent"),
                        Map.entry("from", "+15550100001"),
                        Map.entry("to", "+15550100002"),
                        Map.entry("direction", "outbound-api"),
                        Map.entry("language", "fr"),
                        Map.entry("model", "nova-2"),
                        Map.entry("keyterms", "Sidetone, brake pad ,,"),
                        Map.entry("label.queue", "support"),
                        Map.entry("label.", "no name"),
                        Map.entry("crm", "77")));

        assertThat(start.callId()).isEqualTo("s_mine");
        assertThat(start.minted()).isTrue();
        assertThat(start.gated()).isTrue();
        assertThat(start.roles()).isEqualTo(Map.of(Track.INBOUND, "technician", Track.OUTBOUND, "agent"));
        assertThat(start.from()).isEqualTo("+15550100001");
        assertThat(start.to()).isEqualTo("+15550100002");
        assertThat(start.direction()).isEqualTo("outbound-api");
        assertThat(start.speech().language()).isEqualTo("fr");
        assertThat(start.speech().model()).isEqualTo("nova-2");
        assertThat(start.speech().keyterms()).containsExactly("Sidetone", "brake pad");
        assertThat(start.labels()).isEqualTo(Map.of("queue", "support"));
        assertThat(start.parameters()).isEqualTo(Map.of("crm", "77", "label.", "no name"));
    }

    @Test
    void aForeignStreamCanClaimNeitherASessionNorAGate() {
        StreamStart start = describe(null, Map.of("session", "s_other", "gate", "answered"));

        assertThat(start.callId()).isEqualTo("CA1");
        assertThat(start.minted()).isFalse();
        assertThat(start.gated()).isFalse();
        assertThat(start.parameters()).isEmpty();
    }

    @Test
    void withoutParametersThereAreDefaults() {
        StreamStart start = describe(null, Map.of("role.inbound", "  "));

        assertThat(start.direction()).isEqualTo("inbound");
        assertThat(start.from()).isNull();
        assertThat(start.roles()).isEmpty();
        assertThat(start.speech().keyterms()).isEmpty();
        assertThat(start.speech().language()).isNull();
    }

    private static StreamStart describe(MintedCalls.@Nullable Minted minted, Map<String, String> parameters) {
        return new StreamParameters(parameters)
                .describe(
                        new TwilioMessage.Start(
                                "MZ1",
                                "CA1",
                                "AC1",
                                List.of(Track.INBOUND),
                                TwilioMessage.MediaFormat.MULAW_8K,
                                parameters),
                        minted);
    }
}
