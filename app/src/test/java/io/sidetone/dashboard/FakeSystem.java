package io.sidetone.dashboard;

import io.sidetone.dashboard.SystemHealth.Check;
import io.sidetone.dashboard.SystemHealth.Status;
import java.util.List;

/** A process whose state a test decides. */
final class FakeSystem implements SystemView {
    volatile SystemHealth health = new SystemHealth(List.of(new Check("storage", Status.OK, null, 0)));
    volatile SystemStats stats = new SystemStats(
            0, 0, new SystemStats.Percentiles(0, 0, 0), new SystemStats.Percentiles(0, 0, 0), 0, 0, 0, 0, 0);

    @Override
    public SystemHealth health() {
        return health;
    }

    @Override
    public SystemStats stats() {
        return stats;
    }
}
