package io.sidetone.sim.deepgram;

import java.util.function.UnaryOperator;

/** Says messages in the vendor's JSON, with the chatter that some faults add. */
final class Mouth {
    private static final String UNKNOWN = "{\"type\":\"Weather\",\"sky\":{\"clouds\":3},\"since\":[1,2]}";
    private static final String GARBAGE = "<<< not { json";

    private final Outbox outbox;
    private final EmulatorLog log;
    private final RecordedStream stream;
    private final ListenRequest request;
    private StreamFaults faults;
    private final Writer writer;
    private boolean shut;

    Mouth(Outbox outbox, EmulatorLog log, RecordedStream stream, ListenRequest request, StreamFaults faults) {
        this.outbox = outbox;
        this.log = log;
        this.stream = stream;
        this.request = request;
        this.faults = faults;
        this.writer = writer(stream, request, faults);
    }

    /** From now on. */
    void faults(StreamFaults newFaults) {
        faults = newFaults;
        writer.wording(faults.wording(request.sampleRate()));
    }

    private static Writer writer(RecordedStream stream, ListenRequest request, StreamFaults faults) {
        UnaryOperator<HeardWord> wording = faults.wording(request.sampleRate());
        return request.inTurns()
                ? new FluxWriter(request, stream.requestId(), wording)
                : new MessageWriter(request, stream.requestId(), stream.opened().toString(), wording);
    }

    void say(ServerMessage message) {
        if (shut) {
            return;
        }
        sayText(writer.write(message));
        if (message instanceof ServerMessage.Results results) {
            chatter(results.isFinal());
        } else if (message instanceof ServerMessage.TurnInfo turn) {
            chatter(turn.event() == ServerMessage.TurnInfo.Event.END_OF_TURN);
        }
    }

    void garbage() {
        if (!shut) {
            sayText(GARBAGE);
        }
    }

    /** The stream stays open and says nothing more. */
    void shut() {
        shut = true;
    }

    private void chatter(boolean settled) {
        if (faults.has(Fault.Quirk.UNKNOWN_MESSAGES)) {
            sayText(UNKNOWN);
        }
        if (faults.has(Fault.Quirk.GARBAGE_TEXT) && settled) {
            sayText(GARBAGE);
        }
        if (faults.has(Fault.Quirk.ERROR_MESSAGES) && settled) {
            sayText(writer.write(new ServerMessage.Complaint(
                    "SchemaError", "Something was wrong and nothing follows.", null, null)));
        }
    }

    private void sayText(String json) {
        outbox.say(json);
        stream.noteSaid(json);
        log.said(stream, json);
    }
}
