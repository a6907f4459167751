package io.sidetone.alerts;

import static io.sidetone.fuzz.Input.require;

import io.sidetone.fuzz.Input;

/** A pattern of the settings becomes a machine of bounded size, or is refused. */
public final class PatternFuzz {
    private PatternFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new Input(data).text();
        try {
            require(Machine.ofPattern(text).steps().size() <= Machine.MOST_STEPS, "a machine is bounded");
        } catch (Unfit e) {
            require(e.getMessage() != null, "a refusal says why");
        }
        try {
            require(Machine.ofWords(text).steps().size() <= Machine.MOST_STEPS, "a machine is bounded");
        } catch (Unfit e) {
            require(e.getMessage() != null, "a refusal says why");
        }
    }
}
