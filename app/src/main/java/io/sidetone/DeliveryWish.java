package io.sidetone;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Options of what is done to many deliveries at once. */
final class DeliveryWish {
    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(
            arity = "0..*",
            paramLabel = "ID",
            description = "deliveries by their ids, as deliveries list shows them")
    private List<String> ids = List.of();

    @Mixin
    private DeliveryFilter filter = new DeliveryFilter();

    @Option(names = "--dry-run", description = "only counts")
    private boolean dryRun;

    @Option(
            names = "--by",
            defaultValue = "${sys:user.name}",
            paramLabel = "NAME",
            description = "who wants it; kept among the actions (default: ${DEFAULT-VALUE})")
    private String by = "";

    boolean dryRun() {
        return dryRun;
    }

    ObjectNode body() {
        ObjectNode body =
                ApiClient.JSON.createObjectNode().put("dryRun", dryRun).put("by", by);
        if (!ids.isEmpty()) {
            ids.forEach(body.putArray("ids")::add);
        }
        filter.addTo(body);
        return body;
    }

    /** Says how many deliveries it came to. */
    long carryOut(String path, ObjectNode body) throws IOException {
        return server.client().post(path, body).path("count").asLong();
    }
}
