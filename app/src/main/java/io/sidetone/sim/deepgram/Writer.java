package io.sidetone.sim.deepgram;

import java.util.function.UnaryOperator;

/** A {@link ServerMessage} as text, in the vendor's JSON. One per stream. */
interface Writer {

    String write(ServerMessage message);

    /** Words are told so from now on: as they are, or as a fault has it. */
    void wording(UnaryOperator<HeardWord> wording);
}
