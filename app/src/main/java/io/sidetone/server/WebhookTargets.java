package io.sidetone.server;

import io.sidetone.api.Targets;
import io.sidetone.delivery.TargetStatus;
import io.sidetone.delivery.Webhooks;
import java.util.List;

/** Shows the webhooks to the API. */
record WebhookTargets(Webhooks webhooks) implements Targets {
    @Override
    public List<Target> list() {
        return webhooks.health().stream().map(WebhookTargets::shown).toList();
    }

    private static Target shown(TargetStatus it) {
        return new Target(
                it.name(),
                it.url(),
                it.state().word(),
                it.sinceMillis(),
                it.reason(),
                it.inFlight(),
                it.concurrency(),
                it.lagMillis());
    }

    @Override
    public boolean resume(String name) {
        return webhooks.resume(name);
    }

    @Override
    public void repeat() {
        webhooks.repeat();
    }
}
