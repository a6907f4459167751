package io.sidetone.api.export;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** One object: legs, utterances, keys, gaps and pauses. */
final class JsonExport implements Export {

    @Override
    public byte[] write(Transcript transcript, Look look) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = Members.JSON.createGenerator(bytes)) {
            json.writeStartObject();
            Members.call(json, transcript.call());
            Members.list(json, "legs", transcript.legs(), Members::leg);
            Members.list(json, "utterances", transcript.utterances(), Members::utterance);
            Members.list(json, "dtmf", transcript.keys(), Members::key);
            Members.list(json, "gaps", transcript.gaps(), Members::gap);
            Members.list(json, "pauses", transcript.pauses(), Members::pause);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }
}
