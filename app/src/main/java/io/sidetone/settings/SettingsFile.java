package io.sidetone.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the settings file into flat names: {@code http: {port: 1}} and {@code http.port: 1} are the
 * same, the second webhook's address is {@code webhooks[1].url}.
 *
 * <p>The parser's events are read as they come and no document is built from them, so an alias is
 * refused before it can multiply anything.
 */
final class SettingsFile {
    static final int MOST_BYTES = 1 << 20;

    /** Lists of objects, and what to write into each. */
    private static final Map<String, String> LISTS = Map.of(
            WebhookGroup.LIST, "name, url and secret: '- name: nlu'",
            UserGroup.LIST, "name, role and password-hash: '- name: maria'",
            AlertGroup.LIST, "words or patterns: '- words: [cancel]'");

    /** Settings are at most four deep; what is deeper is somebody else's file. */
    private static final int DEEPEST = 8;

    private final Path path;
    private final Problems problems;
    private final Map<String, Given> values = new LinkedHashMap<>();
    private final Map<String, Integer> lineOfName = new LinkedHashMap<>();
    private final Map<String, Integer> objects = new LinkedHashMap<>();

    SettingsFile(Path path, Problems problems) {
        this.path = path;
        this.problems = problems;
    }

    /** By full name, in the order of the file. */
    Map<String, Given> values() {
        return values;
    }

    /** How many objects each of its lists has. */
    Map<String, Integer> objects() {
        return objects;
    }

    /**
     * @throws BadSettings at once if it cannot be read to its end: half a file would only bring up
     *     problems that are none
     */
    void read() {
        try (YAMLParser parser = new YAMLFactory().createParser(text())) {
            JsonToken first = parser.nextToken();
            if (first == null || first == JsonToken.VALUE_NULL) {
                return;
            }
            if (first != JsonToken.START_OBJECT) {
                wrong(line(parser), "no settings", "names and values, such as 'http:' and under it '  port: 8080'");
                return;
            }
            mapping(parser, "", 1);
            if (parser.nextToken() != null) {
                wrong(line(parser), "a second document", "one document");
            }
        } catch (JacksonException e) {
            // Not the parser's own words: they quote the file, secrets and all.
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            wrong(line, "not YAML", "YAML; look at this line and the one before");
            problems.throwIfAny();
        } catch (IOException e) {
            problems.add(path.toString(), "cannot be read, " + reason(e), null, "a settings file");
            problems.throwIfAny();
        }
    }

    private String text() throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException("it is over 1 MiB");
            }
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        }
    }

    private static String reason(IOException e) {
        if (e instanceof CharacterCodingException) {
            return "it is not UTF-8";
        }
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "access is denied";
        }
        return String.valueOf(e.getMessage());
    }

    private void mapping(YAMLParser parser, String prefix, int depth) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = prefix + parser.currentName();
            int line = line(parser);
            boolean alias = parser.isCurrentAlias();
            JsonToken token = parser.nextToken();
            if (alias || parser.isCurrentAlias()) {
                wrong(name, line, "a YAML alias", "the value itself, written out");
            } else if (isFirst(name, line)) {
                value(parser, token, name, line, depth);
                continue;
            }
            parser.skipChildren();
        }
    }

    private boolean isFirst(String name, int line) {
        Integer before = lineOfName.putIfAbsent(name, line);
        if (before != null) {
            wrong(name, line, "given again, first on line " + before, "each name once");
        }
        return before == null;
    }

    private void value(YAMLParser parser, JsonToken token, String name, int line, int depth) throws IOException {
        String each = LISTS.get(name);
        if (each == null || token == JsonToken.VALUE_NULL) {
            setting(parser, token, name, line, depth);
        } else if (token == JsonToken.START_ARRAY) {
            objects(parser, name, each, depth);
        } else {
            wrong(name, line, "not a list", "a list, each with " + each);
            parser.skipChildren();
        }
    }

    private void setting(YAMLParser parser, JsonToken token, String name, int line, int depth) throws IOException {
        switch (token) {
            case START_OBJECT -> {
                values.put(name, Given.inFile(line, Given.Shape.MAPPING, List.of()));
                if (depth == DEEPEST) {
                    wrong(name, line, "names within names, " + depth + " deep", "settings");
                    parser.skipChildren();
                } else {
                    mapping(parser, name + ".", depth + 1);
                }
            }
            case START_ARRAY -> values.put(name, Given.inFile(line, Given.Shape.LIST, list(parser, name)));
            case VALUE_NULL -> {
                // 'http:' with all its settings commented out
            }
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
                values.put(
                        name,
                        Given.inFile(
                                line,
                                Given.Shape.SCALAR,
                                List.of(parser.getText().strip())));
            default -> wrong(name, line, "a YAML value of a kind that no setting has", "a text, a number or a list");
        }
    }

    private List<String> list(YAMLParser parser, String name) throws IOException {
        List<String> texts = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.isCurrentAlias()) {
                wrong(name, line(parser), "a YAML alias", "the value itself, written out");
            } else if (parser.currentToken().isScalarValue() && parser.currentToken() != JsonToken.VALUE_NULL) {
                texts.add(parser.getText().strip());
            } else {
                wrong(name, line(parser), "a list with something else than values in it", "a list of values");
                parser.skipChildren();
            }
        }
        return texts;
    }

    private void objects(YAMLParser parser, String list, String each, int depth) throws IOException {
        int place = 0;
        for (; parser.nextToken() != JsonToken.END_ARRAY; place++) {
            String name = list + "[" + place + "]";
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                mapping(parser, name + ".", depth + 1);
            } else {
                wrong(name, line(parser), "not a mapping", "names and values, such as " + each);
                parser.skipChildren();
            }
        }
        objects.put(list, place);
    }

    private void wrong(int line, String got, String expected) {
        wrong(path.toString(), line, got, expected);
    }

    private void wrong(String name, int line, String got, String expected) {
        problems.add(
                name, got, Given.inFile(line, Given.Shape.MAPPING, List.of()).place(), expected);
    }

    private static int line(YAMLParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }
}
