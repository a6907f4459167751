package io.sidetone.sim.deepgram;

/** Decides when the vendor speaks about one channel, and in which units. */
interface Speaker {

    /** Called every 10 ms of audio, after the recognizer heard them. */
    void advance();

    /** No more audio will come: the rest is told. */
    void finish();

    /** Something was said, all of it is settled, and nobody speaks. */
    boolean betweenUtterances();
}
