package io.sidetone.api.export;

/** Writes a transcript in one format. Any thread. */
interface Export {
    /** The whole file, in UTF-8. */
    byte[] write(Transcript transcript, Look look);
}
