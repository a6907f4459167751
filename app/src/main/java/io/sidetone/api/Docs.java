package io.sidetone.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes a plain page of an OpenAPI description: no script, nothing from elsewhere. */
final class Docs {
    private static final ObjectMapper PRETTY = new ObjectMapper();

    private final JsonNode api;
    private final StringBuilder html = new StringBuilder();

    private Docs(JsonNode api) {
        this.api = api;
    }

    static byte[] versioned(byte[] openApi, String version) {
        ObjectNode root = (ObjectNode) Json.readOwn(openApi);
        ((ObjectNode) root.path("info")).put("version", version);
        return Json.bytes(root);
    }

    static byte[] page(byte[] openApi) {
        return new Docs(Json.readOwn(openApi)).whole().getBytes(StandardCharsets.UTF_8);
    }

    private String whole() {
        JsonNode info = api.path("info");
        html.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width\">\n<title>");
        text(info.path("title"));
        html.append("</title>\n<link rel=\"stylesheet\" href=\"docs.css\">\n</head>\n<body>\n<h1>");
        text(info.path("title"));
        html.append(" <small>");
        text(info.path("version"));
        html.append("</small></h1>\n");
        paragraphs(info.path("description"));
        html.append("<p>For machines: <a href=\"openapi.json\">openapi.json</a></p>\n<main>\n");
        api.path("paths").properties().forEach(this::path);
        html.append("</main>\n<h1>Schemas</h1>\n");
        api.path("components").path("schemas").properties().forEach(this::schema);
        return html.append("</body>\n</html>\n").toString();
    }

    private void path(Map.Entry<String, JsonNode> path) {
        path.getValue().properties().forEach(operation -> {
            if (!operation.getKey().equals("parameters")) {
                operation(path.getKey(), operation.getKey(), operation.getValue(), path.getValue());
            }
        });
    }

    private void operation(String path, String method, JsonNode operation, JsonNode shared) {
        html.append("<section>\n<h2><b>")
                .append(method.toUpperCase(Locale.ROOT))
                .append("</b> ");
        text(path);
        html.append("</h2>\n<p><strong>");
        text(operation.path("summary"));
        html.append("</strong></p>\n");
        paragraphs(operation.path("description"));
        parameters(shared.path("parameters"), operation.path("parameters"));
        body(operation.path("requestBody").path("content").path("application/json"));
        html.append("<h3>Answers</h3>\n<dl>\n");
        operation.path("responses").properties().forEach(this::response);
        html.append("</dl>\n</section>\n");
    }

    private void parameters(JsonNode shared, JsonNode own) {
        if (shared.isEmpty() && own.isEmpty()) {
            return;
        }
        html.append("<table>\n<tr><th>parameter</th><th>in</th><th>what it may be</th><th></th></tr>\n");
        shared.forEach(this::parameter);
        own.forEach(this::parameter);
        html.append("</table>\n");
    }

    private void parameter(JsonNode given) {
        JsonNode parameter = resolved(given);
        html.append("<tr><td><code>");
        text(parameter.path("name"));
        html.append("</code></td><td>");
        text(parameter.path("in"));
        html.append("</td><td><code>");
        text(kind(parameter.path("schema")));
        html.append("</code></td><td>");
        prose(parameter.path("description").asText());
        html.append("</td></tr>\n");
    }

    private void body(JsonNode body) {
        if (body.isMissingNode()) {
            return;
        }
        html.append("<h3>Body</h3>\n<table>\n<tr><th>member</th><th>what it may be</th><th></th></tr>\n");
        body.path("schema").path("properties").properties().forEach(member -> {
            html.append("<tr><td><code>");
            text(member.getKey());
            html.append("</code></td><td><code>");
            text(kind(member.getValue()));
            html.append("</code></td><td>");
            prose(resolved(member.getValue()).path("description").asText());
            html.append("</td></tr>\n");
        });
        html.append("</table>\n");
        json(body.path("example"));
    }

    private String kind(JsonNode schema) {
        JsonNode type = resolved(schema).path("type");
        if (schema.has("enum")) {
            return joined(schema.path("enum"), " | ");
        }
        return type.isArray() ? joined(type, " or ") : type.asText();
    }

    private static String joined(JsonNode texts, String between) {
        List<String> all = new ArrayList<>();
        texts.forEach(it -> all.add(it.asText()));
        return String.join(between, all);
    }

    private void response(Map.Entry<String, JsonNode> entry) {
        JsonNode response = resolved(entry.getValue());
        html.append("<dt>").append(entry.getKey()).append("</dt>\n<dd>");
        prose(response.path("description").asText());
        response.path("content").properties().forEach(content -> {
            JsonNode example = content.getValue().path("example");
            if (!example.isMissingNode()) {
                json(example);
            }
        });
        html.append("</dd>\n");
    }

    private void schema(Map.Entry<String, JsonNode> schema) {
        html.append("<h2>");
        text(schema.getKey());
        html.append("</h2>\n");
        json(schema.getValue());
    }

    private JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asText("");
        return reference.startsWith("#") ? api.at(reference.substring(1)) : node;
    }

    private void json(JsonNode node) {
        html.append("<pre>");
        try {
            text(
                    node.isTextual()
                            ? node.textValue()
                            : PRETTY.writerWithDefaultPrettyPrinter().writeValueAsString(node));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a tree of plain values can always be written
        }
        html.append("</pre>\n");
    }

    private void paragraphs(JsonNode node) {
        for (String paragraph : node.asText("").split("\n\n", -1)) {
            if (!paragraph.isEmpty()) {
                html.append("<p>");
                prose(paragraph);
                html.append("</p>\n");
            }
        }
    }

    /** With what stands between backticks as code. */
    private void prose(String text) {
        String[] parts = text.split("`", -1);
        for (int i = 0; i < parts.length; i++) {
            if (i > 0) {
                html.append(i % 2 == 1 ? "<code>" : "</code>");
            }
            text(parts[i]);
        }
    }

    private void text(JsonNode node) {
        text(node.asText());
    }

    private void text(String text) {
        html.append(text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;"));
    }
}
