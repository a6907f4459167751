package io.sidetone.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidetone.api.EventSchemas;
import io.sidetone.speech.SpeechEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The names in events are those that the schemas list. */
class EventNamesTest {
    private static List<String> listed(String type, String field) throws IOException {
        JsonNode schema = new ObjectMapper().readTree(EventSchemas.bundled(type + ".json"));
        List<String> names = new ArrayList<>();
        schema.at("/properties/data/properties/" + field + "/enum").forEach(name -> names.add(name.asText()));
        return names;
    }

    @Test
    void ofWhyAnUtteranceIsOver() throws IOException {
        assertThat(listed("utterance.completed", "end"))
                .containsExactlyInAnyOrderElementsOf(Stream.of(UtteranceEnding.values())
                        .map(UtteranceEnding::wireName)
                        .toList());
    }

    @Test
    void ofWhyALegOrACallIsOver() throws IOException {
        List<String> all =
                Stream.of(EndReason.values()).map(EndReason::wireName).toList();

        assertThat(listed("leg.ended", "reason")).containsExactlyInAnyOrderElementsOf(all);
        assertThat(listed("call.ended", "endReason"))
                .containsExactlyInAnyOrderElementsOf(all.stream()
                        .filter(reason -> !reason.equals(EndReason.REPLACED.wireName()))
                        .toList());
    }

    @Test
    void ofHowALegStands() throws IOException {
        assertThat(listed("leg.started", "state"))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(LegState.values()).map(LegState::wireName).toList());
    }

    @Test
    void ofHowBadAFaultIs() throws IOException {
        assertThat(listed("fault", "severity"))
                .containsExactlyInAnyOrderElementsOf(Stream.of(SpeechEvent.Severity.values())
                        .map(severity -> severity.name().toLowerCase(Locale.ROOT))
                        .toList());
    }
}
