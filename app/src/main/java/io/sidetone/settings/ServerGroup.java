package io.sidetone.settings;

import io.sidetone.settings.Settings.Log;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** How the process keeps house. */
final class ServerGroup {
    private static final Setting<Path> DATA_DIR =
            Setting.of("data.dir", Types.path(), "./data", "Where the journal and the dashboard's token are kept.");
    private static final Setting<Integer> RETENTION = Setting.of(
            "retention.days",
            Types.wholeNumber(1, 3_650),
            "30",
            "How long calls, what was said in them and what became of deliveries are kept.");
    private static final Setting<Integer> BALLAST = Setting.of(
            "data.ballast-mib",
            Types.wholeNumber(0, 65_536),
            "64",
            "Disk held back, and given up when the rest is full, so that what was just said still fits.");
    private static final Setting<Integer> DRAIN = Setting.of(
            "drain.seconds",
            Types.wholeNumber(0, 86_400),
            "30",
            "How long live calls may go on after the order to stop.");
    private static final Setting<String> FORMAT = Setting.of(
            "log.format",
            Types.oneOf("auto", "text", "json"),
            "auto",
            "`auto` is text on a terminal and json elsewhere.");
    private static final Setting<String> LEVEL = Setting.of(
            "log.level", Types.oneOf("trace", "debug", "info", "warn", "error"), "info", "The least that is logged.");

    static final List<Setting<?>> ALL = List.of(DATA_DIR, BALLAST, RETENTION, DRAIN, FORMAT, LEVEL);

    private static final long MIB = 1 << 20;

    private ServerGroup() {}

    static Path dataDir(Lookup lookup) {
        return lookup.value(DATA_DIR);
    }

    static long ballastBytes(Lookup lookup) {
        return lookup.value(BALLAST) * MIB;
    }

    static int retentionDays(Lookup lookup) {
        return lookup.value(RETENTION);
    }

    static Duration drain(Lookup lookup) {
        return Duration.ofSeconds(lookup.value(DRAIN));
    }

    static Log log(Lookup lookup) {
        return new Log(lookup.value(FORMAT), lookup.value(LEVEL));
    }
}
