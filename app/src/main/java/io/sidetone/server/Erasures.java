package io.sidetone.server;

import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog;
import io.sidetone.speech.lasting.LastingSpeech;

/** Passes on that a call was erased: audio of it may still wait to be transcribed. */
final class Erasures implements EventLog.Tail {
    private final LastingSpeech speech;

    Erasures(LastingSpeech speech) {
        this.speech = speech;
    }

    @Override
    public void event(CallEvent event) {
        // of no interest here
    }

    @Override
    public void skipped(long count) {
        // erasures are never skipped
    }

    @Override
    public void erased(String callId) {
        speech.forget(callId);
    }
}
