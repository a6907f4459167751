package io.sidetone.twiml;

/** Starts and stops streams on calls that are live, without disturbing what their TwiML is doing. */
public interface StreamControl {
    /**
     * Starts a stream. Blocks until Twilio has answered: never call it on an event loop.
     *
     * @param callSid the leg whose audio is wanted; it must be live
     * @param stream the stream; at most 99 parameters
     * @return the new stream's sid
     * @throws StreamControlException if Twilio refuses or cannot be reached
     */
    String start(String callSid, MediaStream stream);

    /**
     * Stops a stream. Blocks until Twilio has answered: never call it on an event loop.
     *
     * @param callSid the leg the stream was started on
     * @param streamSidOrName the stream's sid, or the name it was started with
     * @throws StreamControlException if Twilio refuses or cannot be reached
     */
    void stop(String callSid, String streamSidOrName);
}
