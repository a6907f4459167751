package io.sidetone.sim.deepgram;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** How the vendor writes words, numbers and models, whatever the message is. */
final class VendorJson {
    /** One build for all models: the vendor's ids mean nothing to a client. */
    static final String MODEL_ID = "0a1b2c3d-5e6f-4a7b-8c9d-0e1f2a3b4c5d";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VERSION = "2026-05-01.0";

    private VendorJson() {}

    static ObjectNode node() {
        return JSON.createObjectNode();
    }

    static String text(ObjectNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values cannot fail to be written", e);
        }
    }

    static void strings(ArrayNode array, List<String> values) {
        values.forEach(array::add);
    }

    /** Between 0.9 and 1, and the same for the same word. */
    static double confidence(HeardWord word) {
        return round(0.9 + Math.floorMod(word.word().hashCode() * 31, 1000) / 10_000.0);
    }

    /** The average over words; 0 if there are none. */
    static double confidence(List<HeardWord> words) {
        return round(
                words.stream().mapToDouble(VendorJson::confidence).average().orElse(0));
    }

    /** Adds to a metadata object which model was at work. */
    static void models(ObjectNode metadata, String model) {
        metadata.putArray("models").add(MODEL_ID);
        modelInfo(metadata.putObject("model_info").putObject(MODEL_ID), model);
    }

    static void modelInfo(ObjectNode info, String model) {
        String name = model.equals("nova-3") ? "general-nova-3" : model;
        String arch = model.startsWith("nova-3") ? "nova-3" : model.replace("-general", "");
        info.put("name", name).put("version", VERSION).put("arch", arch);
    }

    static double seconds(long samples, int sampleRate) {
        return round(samples / (double) sampleRate);
    }

    /** The vendor's numbers have no more than a few decimals; a tenth of a millisecond is kept. */
    static double round(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }
}
