package io.sidetone.sim.deepgram;

/**
 * What a stream asked for, after {@link QueryRules} or {@link FluxRules} found nothing wrong with it.
 *
 * @param endpointingMs 0: never
 * @param utteranceEndMs 0: never
 * @param heardChannels channels that are transcribed, each on its own
 */
record ListenRequest(
        Parameters parameters,
        String model,
        Encoding encoding,
        int sampleRate,
        int channels,
        int heardChannels,
        boolean interims,
        boolean vadEvents,
        boolean punctuated,
        boolean multilingual,
        int endpointingMs,
        int utteranceEndMs) {
    private static final int DEFAULT_ENDPOINTING_MS = 10;

    static ListenRequest of(Parameters parameters) {
        int channels = number(parameters, "channels", 1);
        return new ListenRequest(
                parameters,
                parameters.first("model").orElse("base"),
                parameters.first("encoding").flatMap(Encoding::of).orElseThrow(),
                number(parameters, "sample_rate", 0),
                channels,
                parameters.on("multichannel") ? channels : 1,
                parameters.on("interim_results"),
                parameters.on("vad_events"),
                parameters.on("punctuate") || parameters.on("smart_format") || parameters.on("detect_entities"),
                parameters.first("language").orElse("en").equals("multi")
                        || parameters.all("model").contains(FluxRules.MULTILINGUAL),
                endpointing(parameters),
                number(parameters, "utterance_end_ms", 0));
    }

    /** Whether it is to be told in turns, at {@code /v2/listen}. */
    boolean inTurns() {
        return model.startsWith("flux");
    }

    int bytesPerFrame() {
        return encoding.bytesPerSample() * channels;
    }

    double seconds(long bytes) {
        return bytes / ((double) sampleRate * bytesPerFrame());
    }

    /** Milliseconds as samples of the stream's clock. */
    long samples(long millis) {
        return millis * sampleRate / 1000;
    }

    private static int endpointing(Parameters parameters) {
        if (parameters.first("endpointing").orElse("").equals("false")) {
            return 0;
        }
        return number(parameters, "endpointing", DEFAULT_ENDPOINTING_MS);
    }

    private static int number(Parameters parameters, String name, int otherwise) {
        return parameters.first(name).map(Integer::parseInt).orElse(otherwise);
    }
}
