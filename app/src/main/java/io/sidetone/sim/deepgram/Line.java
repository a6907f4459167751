package io.sidetone.sim.deepgram;

import java.time.Duration;
import java.util.function.Function;

/** What a {@link Dialect} may do with its stream. */
interface Line {

    void say(ServerMessage message);

    /** What is said from now on leaves later, if there is such a fault. */
    <T extends Fault> void holdFor(Class<T> kind, Function<T, Duration> delay);

    void violation(Violation.Kind kind, String detail);

    /** The faults of the stream at this moment. */
    StreamFaults faults();

    /** The client wants to end. */
    void closeStream();

    /** The server ends it. */
    void close(Fault.Close close);

    /** The stream stays open and says nothing more; much later it dies. */
    void dieInSilence();
}
