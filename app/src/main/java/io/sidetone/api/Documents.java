package io.sidetone.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * {@code GET /openapi.json}, {@code /asyncapi.json}, {@code /dashboard/schema.json} and {@code /docs}: what can be
 * asked and watched, for machines and for people. Open to all.
 */
final class Documents {
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none';" + " frame-ancestors 'none'";

    private final Reply openApi;
    private final Reply asyncApi;
    private final Reply schema;
    private final Reply docs;
    private final Reply style;

    Documents(String version) {
        byte[] description = Docs.versioned(resource("openapi.json"), version);
        openApi = Reply.json(description);
        asyncApi = Reply.json(Docs.versioned(resource("asyncapi.json"), version));
        schema = Reply.ok("application/schema+json", resource("dashboard.schema.json"));
        docs = Reply.ok("text/html; charset=utf-8", Docs.page(description)).with("content-security-policy", POLICY);
        style = Reply.ok("text/css; charset=utf-8", resource("docs.css"));
    }

    List<Route> routes() {
        return List.of(
                Route.getByAll("/openapi.json", asked -> at(openApi)),
                Route.getByAll("/asyncapi.json", asked -> at(asyncApi)),
                Route.getByAll("/dashboard/schema.json", asked -> at(schema)),
                Route.getByAll("/docs", asked -> at(docs)),
                Route.getByAll("/docs.css", asked -> at(style)));
    }

    private static CompletionStage<Reply> at(Reply reply) {
        return CompletableFuture.completedFuture(reply);
    }

    private static byte[] resource(String name) {
        try (InputStream in = Documents.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name + " from the jar", e);
        }
    }
}
