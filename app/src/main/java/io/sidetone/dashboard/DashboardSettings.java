package io.sidetone.dashboard;

/**
 * What operators decide about the dashboard.
 *
 * @param maxViewers connections at the same time, from 1; more are answered with 503
 * @param maxViewersOfOne connections of one user, from 1; for more, the oldest is closed
 * @param instance this process, for people
 * @param version of Sidetone, for people
 */
public record DashboardSettings(int maxViewers, int maxViewersOfOne, String instance, String version) {
    /** Connections at the same time, unless the operator says otherwise. */
    public static final int DEFAULT_MAX_VIEWERS = 200;

    /** Of one user. */
    public static final int DEFAULT_MAX_VIEWERS_OF_ONE = 10;

    public DashboardSettings {
        if (maxViewers < 1 || maxViewersOfOne < 1) {
            throw new IllegalArgumentException("maxViewers is " + maxViewers + " and maxViewersOfOne " + maxViewersOfOne
                    + " (expected: at least 1)");
        }
    }
}
