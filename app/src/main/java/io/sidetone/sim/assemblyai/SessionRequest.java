package io.sidetone.sim.assemblyai;

import io.sidetone.sim.deepgram.Encoding;
import io.sidetone.sim.deepgram.Parameters;
import java.time.Duration;

/**
 * What a session asked for, after {@link QueryRules} found nothing wrong with it.
 *
 * @param inactivity longest time without audio or a message; zero: no limit
 */
record SessionRequest(Encoding encoding, int sampleRate, TurnRules turns, Duration inactivity) {

    static SessionRequest of(Parameters query) {
        return new SessionRequest(
                query.first("encoding").orElse("pcm_s16le").equals("pcm_mulaw") ? Encoding.MULAW : Encoding.LINEAR16,
                query.first("sample_rate").map(Integer::parseInt).orElseThrow(),
                TurnRules.of(query),
                Duration.ofSeconds(
                        query.first("inactivity_timeout").map(Integer::parseInt).orElse(0)));
    }

    double seconds(long bytes) {
        return bytes / ((double) sampleRate * encoding.bytesPerSample());
    }
}
