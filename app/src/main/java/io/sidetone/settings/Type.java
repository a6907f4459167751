package io.sidetone.settings;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a setting's text must be, and what becomes of it. The kinds there are stand in {@link Types}. */
sealed interface Type<T> {
    /** Completes the sentence "expected: …". */
    String expected();

    /** Whether the value must never be shown. */
    boolean secret();

    T read(Given given) throws Unfit;

    /** Makes a value of a text; null, or an IllegalArgumentException, says that the text will not do. */
    interface Parser<T> {
        @Nullable T parse(String text);
    }

    /** One value. */
    record One<T>(String expected, boolean secret, Parser<T> parser) implements Type<T> {
        @Override
        public T read(Given given) throws Unfit {
            return switch (given.shape()) {
                case LIST -> throw new Unfit("a list");
                case MAPPING -> throw new Unfit("a mapping");
                case LINE, SCALAR -> read(given.texts().get(0));
            };
        }

        private T read(String text) throws Unfit {
            T value;
            try {
                value = parser.parse(text);
            } catch (IllegalArgumentException e) {
                value = null; // the text is at fault and is reported with what was expected
            }
            if (value == null) {
                throw new Unfit(secret ? Quoted.HIDDEN : Quoted.text(text));
            }
            return value;
        }
    }

    /**
     * Several values; said twice counts once.
     *
     * @param atCommas whether a comma separates values in a flag and in the environment
     */
    record Many<T>(One<T> each, boolean atCommas) implements Type<List<T>> {
        @Override
        public String expected() {
            return "a list, each " + each.expected;
        }

        @Override
        public boolean secret() {
            return each.secret;
        }

        @Override
        public List<T> read(Given given) throws Unfit {
            Set<T> values = new LinkedHashSet<>();
            for (String text : texts(given)) {
                values.add(each.read(text));
            }
            return List.copyOf(values);
        }

        private List<String> texts(Given given) throws Unfit {
            return switch (given.shape()) {
                case MAPPING -> throw new Unfit("a mapping");
                case LIST -> given.texts();
                case LINE -> atCommas ? split(given.texts().get(0)) : given.texts();
                case SCALAR -> {
                    // The commas of the environment, met in the file, would make one long value.
                    if (atCommas && given.texts().get(0).contains(",")) {
                        throw new Unfit("one text with commas instead of a YAML list [a, b]");
                    }
                    yield given.texts();
                }
            };
        }

        private static List<String> split(String text) {
            return Arrays.stream(text.split(",", -1))
                    .map(String::strip)
                    .filter(part -> !part.isEmpty())
                    .toList();
        }
    }

    /** A text that will not do. The message is what it was, fit to be shown. */
    final class Unfit extends Exception {
        private static final long serialVersionUID = 1;

        Unfit(String got) {
            super(got, null, false, false);
        }

        String got() {
            return String.valueOf(getMessage());
        }
    }
}
