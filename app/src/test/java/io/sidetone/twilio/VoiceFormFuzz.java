package io.sidetone.twilio;

import static io.sidetone.fuzz.Input.require;

import io.sidetone.twiml.CallProgress;
import io.sidetone.twiml.DialEnded;
import io.sidetone.twiml.FormBody;
import io.sidetone.twiml.MalformedRequestException;
import io.sidetone.twiml.StreamStatus;
import io.sidetone.twiml.VoiceRequest;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;

/** The body of a webhook of Twilio's, by everybody who reads one. */
public final class VoiceFormFuzz {
    private static final List<Function<SortedMap<String, List<String>>, Object>> READERS =
            List.of(VoiceRequest::from, CallProgress::from, StreamStatus::from, DialEnded::from);

    private VoiceFormFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        try {
            SortedMap<String, List<String>> form = FormBody.parse(data, 100);
            READERS.forEach(reader -> read(reader, form));
        } catch (MalformedRequestException e) {
            require(e.getMessage() != null, "a refusal says why");
        }
    }

    private static void read(
            Function<SortedMap<String, List<String>>, Object> reader, SortedMap<String, List<String>> form) {
        try {
            String unused = reader.apply(form).toString();
        } catch (MalformedRequestException e) {
            require(e.getMessage() != null, "a refusal says why");
        }
    }
}
