package io.sidetone.settings;

import java.util.List;

/**
 * A value as it was written, before anything is made of it.
 *
 * @param texts one, unless it is a list; none for a mapping; spaces at the ends are gone
 */
record Given(Place place, Shape shape, List<String> texts) {
    /** How it was written. */
    enum Shape {
        /** In a flag or in the environment: a list, if one is wanted, is separated by commas. */
        LINE,
        /** One value in the file. */
        SCALAR,
        /** A list of values in the file. */
        LIST,
        /** Names and values in the file, where one value was expected. */
        MAPPING
    }

    /** Sources, best first. */
    enum Source {
        FLAG,
        ENVIRONMENT,
        VENDOR_ENVIRONMENT,
        FILE,
        DEFAULT
    }

    /** Where it was written, in words for an operator. */
    record Place(Source source, String words) {
        @Override
        public String toString() {
            return "[" + words + "]";
        }

        boolean beats(Place other) {
            return source.compareTo(other.source) < 0;
        }
    }

    Given {
        texts = List.copyOf(texts);
    }

    static Given line(Source source, String words, String text) {
        return new Given(new Place(source, words), Shape.LINE, List.of(text.strip()));
    }

    static Given inFile(int line, Shape shape, List<String> texts) {
        return new Given(new Place(Source.FILE, "file line " + line), shape, texts);
    }

    /** Written but empty, which counts as not set: compose files and charts write such values. */
    boolean empty() {
        return shape != Shape.LIST && shape != Shape.MAPPING && texts.get(0).isEmpty();
    }
}
