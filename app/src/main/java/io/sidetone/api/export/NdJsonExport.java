package io.sidetone.api.export;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One object per line: the call, then every final, key, gap and pause in spoken order. */
final class NdJsonExport implements Export {
    private interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    private record Line(long atMs, String type, Writing members) {}

    @Override
    public byte[] write(Transcript transcript, Look look) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(bytes, new Line(0, "call", json -> Members.call(json, transcript.call())));
        lines(transcript).forEach(line -> write(bytes, line));
        return bytes.toByteArray();
    }

    private static List<Line> lines(Transcript transcript) {
        List<Line> lines = new ArrayList<>();
        transcript.pauses().forEach(it -> lines.add(new Line(it.startMs(), "pause", json -> Members.pause(json, it))));
        transcript.gaps().forEach(it -> lines.add(new Line(it.startMs(), "gap", json -> Members.gap(json, it))));
        transcript.pieces().forEach(it -> lines.add(new Line(it.startMs(), "final", json -> Members.piece(json, it))));
        transcript.keys().forEach(it -> lines.add(new Line(it.atMs(), "dtmf", json -> Members.key(json, it))));
        lines.sort(Comparator.comparingLong(Line::atMs)); // stable: what begins together keeps the order from above
        return lines;
    }

    private static void write(ByteArrayOutputStream bytes, Line line) {
        try (JsonGenerator json = Members.JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("type", line.type());
            line.members().to(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        bytes.write('\n');
    }
}
