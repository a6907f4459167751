package io.sidetone.speech.lasting;

import java.nio.file.Path;

/**
 * Where a piece of audio lies on disk, encrypted.
 *
 * @param bytes what it takes there
 */
record SpilledAudio(Path file, long bytes) {}
