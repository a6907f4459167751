package io.sidetone.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidetone.engine.Archive.Cursor;
import io.sidetone.engine.Archive.Page;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lists as they are answered: {@code {"items": […], "nextCursor": …}}. */
final class Pages {
    private Pages() {}

    static <T> Reply of(Page<T> page, Function<T, JsonNode> item) {
        ArrayNode items = Json.array();
        page.items().forEach(it -> items.add(item.apply(it)));
        ObjectNode body = Json.object();
        body.set("items", items);
        Cursor next = page.next();
        return Reply.ok(body.put("nextCursor", next == null ? null : next.value()));
    }

    /** Of items that are JSON already: their bytes are passed on as they are. */
    static Reply ofBytes(List<byte[]> items, @Nullable Cursor next) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        write(body, "{\"items\":[");
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                body.write(',');
            }
            body.writeBytes(items.get(i));
        }
        write(body, "],\"nextCursor\":");
        String value = next == null ? null : next.value();
        body.writeBytes(Json.bytes(Json.array().add(value).get(0)));
        body.write('}');
        return Reply.json(body.toByteArray());
    }

    private static void write(ByteArrayOutputStream body, String text) {
        body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
