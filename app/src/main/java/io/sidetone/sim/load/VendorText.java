package io.sidetone.sim.load;

/** Words the vendor's messages, without a tree: there are a few per second and leg. One per connection. */
final class VendorText {
    private static final String MODEL = "0a1b2c3d-5e6f-4a7b-8c9d-0e1f2a3b4c5d";
    private static final String[] REST = {"the", "compressor", "runs", "again", "and", "holds", "pressure"};
    private static final long SAMPLES_PER_SECOND = 8_000;
    private static final long TENTHS_PER_SECOND = 10_000; // of a millisecond

    private final String requestId;

    VendorText(String requestId) {
        this.requestId = requestId;
    }

    /**
     * A {@code Results} message.
     *
     * @param word its first word, which names it
     * @param from where the stretch begins, samples of this connection
     * @param to where it ends
     */
    String results(String word, long from, long to, boolean isFinal, boolean fromFinalize) {
        StringBuilder json = new StringBuilder(1024)
                .append("{\"type\":\"Results\",\"channel_index\":[0,1],\"duration\":")
                .append(seconds(to - from))
                .append(",\"start\":")
                .append(seconds(from))
                .append(",\"is_final\":")
                .append(isFinal)
                .append(",\"speech_final\":")
                .append(isFinal && !fromFinalize)
                .append(",\"from_finalize\":")
                .append(fromFinalize)
                .append(",\"channel\":{\"alternatives\":[{\"transcript\":\"")
                .append(word);
        for (String another : REST) {
            json.append(' ').append(another);
        }
        json.append("\",\"confidence\":0.987,\"words\":[");
        words(json, word, from, to);
        return json.append("]}]},\"metadata\":{\"request_id\":\"")
                .append(requestId)
                .append("\",\"model_uuid\":\"")
                .append(MODEL)
                .append("\",\"model_info\":{\"name\":\"general-nova-3\",\"version\":\"2026-05-01.0\","
                        + "\"arch\":\"nova-3\"}}}")
                .toString();
    }

    /** Said at the end. */
    String metadata(long samples) {
        return "{\"type\":\"Metadata\",\"transaction_key\":\"deprecated\",\"request_id\":\"" + requestId
                + "\",\"sha256\":\"" + "0".repeat(64) + "\",\"created\":\"2026-01-01T00:00:00.000Z\",\"duration\":"
                + seconds(samples) + ",\"channels\":1}";
    }

    private static void words(StringBuilder json, String first, long from, long to) {
        int count = 1 + REST.length;
        for (int i = 0; i < count; i++) {
            String word = i == 0 ? first : REST[i - 1];
            json.append(i == 0 ? "{\"word\":\"" : ",{\"word\":\"")
                    .append(word)
                    .append("\",\"punctuated_word\":\"")
                    .append(word)
                    .append("\",\"start\":")
                    .append(seconds(from + (to - from) * i / count))
                    .append(",\"end\":")
                    .append(seconds(from + (to - from) * (i + 1) / count))
                    .append(",\"confidence\":0.99}");
        }
    }

    /** To a tenth of a millisecond, as the vendor writes them. */
    private static double seconds(long samples) {
        return Math.round(samples * TENTHS_PER_SECOND / (double) SAMPLES_PER_SECOND) / (double) TENTHS_PER_SECOND;
    }
}
