package io.sidetone.sim.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A report as one JSON object. Names say the unit; what was not measured is null. */
public final class LoadJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private LoadJson() {}

    /** @throws IOException if the file cannot be written */
    public static void write(LoadReport report, Path file) throws IOException {
        Files.writeString(file, object(report).toPrettyString() + "\n");
    }

    static ObjectNode object(LoadReport report) {
        ObjectNode json = JSON.createObjectNode();
        verdict(json, report.verdict());
        plan(json.putObject("plan"), report.plan());
        json.put("windowSeconds", report.windowSeconds()).put("framesPerSecond", report.framesPerSecond());
        calls(json.putObject("calls"), report.calls());
        ObjectNode audio = JSON.valueToTree(report.audio());
        json.set("audio", audio.put("exact", report.audio().exact()));
        ObjectNode upstream = JSON.valueToTree(report.upstream());
        json.set("upstream", upstream.put("messageMs", report.messageMs()));
        ObjectNode finals = JSON.valueToTree(report.finals());
        json.set("finals", finals.put("webhookRequests", report.webhookRequests()));
        json.set("latencyMs", JSON.valueToTree(report.latencies()));
        ObjectNode cost = JSON.valueToTree(report.cost());
        json.set(
                "cost",
                cost.put("kibPerCall", report.cost().kibPerCall(report.calls().opened())));
        return json;
    }

    private static void verdict(ObjectNode json, Verdict verdict) {
        json.put("sustained", verdict.outcome() == Verdict.Outcome.SUSTAINED);
        json.put("verdict", verdict.outcome().name());
        verdict.reasons().forEach(json.putArray("reasons")::add);
    }

    /** Without the token. */
    private static void plan(ObjectNode json, LoadPlan plan) {
        json.put("url", plan.url().toString())
                .put("calls", plan.calls())
                .put("callsPerSecond", plan.timing().callsPerSecond())
                .put("warmSeconds", plan.timing().warm().toMillis() / 1_000.0)
                .put("steadySeconds", plan.timing().steady().toMillis() / 1_000.0)
                .put("signed", plan.authToken() != null)
                .put("pid", plan.pid());
        json.set("media", JSON.valueToTree(plan.media()));
        json.set("limits", JSON.valueToTree(plan.limits()));
    }

    private static void calls(ObjectNode json, CallsMade calls) {
        json.put("opened", calls.opened()).put("ended", calls.ended());
        ObjectNode failures = json.putObject("failures");
        calls.failures().forEach(failures::put);
    }
}
