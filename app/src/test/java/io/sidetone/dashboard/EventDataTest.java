package io.sidetone.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidetone.engine.CallEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventDataTest {
    @Test
    void aFinalsWordsBecomeListsAndAllElseStaysAsItIs() throws IOException {
        EventData data = said("{\"finalId\":\"f1\",\"words\":["
                + "{\"text\":\"guten\",\"startMs\":20,\"endMs\":40,\"confidence\":0.5,\"x\":{\"y\":[1]}},"
                + "{\"text\":\"Tag \\u00fc\\\"\",\"startMs\":40,\"endMs\":61,\"confidence\":1},{},7],"
                + "\"language\":null,\"alt\":{\"words\":[{}]},\"endMs\":61}");
        assertThat(new String(data.words() == null ? new byte[0] : data.words(), StandardCharsets.UTF_8))
                .isEqualTo("[[20,40,0.5,\"guten\"],[40,61,1.0,\"Tag ü\\\"\"],[0,0,0.0,\"\"],[0,0,0.0,\"\"]]");
        assertThat(data.fields())
                .hasToString("{\"finalId\":\"f1\",\"language\":null,\"alt\":{\"words\":[{}]},\"endMs\":61}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"words\":[]}", "{}", "{\"words\":null}"})
    void aFinalMayHaveNone(String json) throws IOException {
        assertThat(said(json).words()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[]", "7", "", "{\"a\":1", "{\"words\":[{\"text\":", "{} {}", "{\"words\":[{\"text\":\"a\"}]"})
    void whatIsNotOneObjectIsRefused(String json) {
        assertThatThrownBy(() -> said(json)).isInstanceOf(IOException.class);
    }

    @Test
    void theWordsOfAnotherEventAreAFieldLikeAnyOther() throws IOException {
        EventData data = EventData.of(event("leg.ended", "{\"words\":[1]}"));
        assertThat(data.words()).isNull();
        assertThat(data.fields()).hasToString("{\"words\":[1]}");
    }

    private static EventData said(String json) throws IOException {
        return EventData.of(event("transcript.final", json));
    }

    private static CallEvent event(String type, String json) {
        return new CallEvent(
                "call-1", 1, type, null, null, 0, 0, "e1", Map.of(), json.getBytes(StandardCharsets.UTF_8));
    }
}
