package io.sidetone.settings;

import io.sidetone.settings.Settings.Dashboard;
import io.sidetone.settings.Settings.Log;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** The dashboard, and how the process keeps house. */
final class ServerGroup {
    private static final Setting<Secret> TOKEN = Setting.byRule(
            "dashboard.token",
            Types.secret("a token without spaces"),
            "a random one, written to `data.dir`",
            "What supervisors sign in with, and programs use the API with.");
    private static final Setting<List<String>> ORIGINS = Setting.optional(
            "dashboard.allowed-origins",
            Types.listOf(Types.matching(
                    "https?://((\\*\\.)?[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?",
                    "an origin such as https://desk.example.com or https://*.example.com")),
            "Pages of other sites that may connect, beside the server's own.");
    private static final Setting<Path> DATA_DIR =
            Setting.of("data.dir", Types.path(), "./data", "Where the journal and the dashboard's token are kept.");
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

    static final List<Setting<?>> ALL = List.of(TOKEN, ORIGINS, DATA_DIR, DRAIN, FORMAT, LEVEL);

    private ServerGroup() {}

    static Dashboard dashboard(Lookup lookup) {
        return new Dashboard(lookup.optional(TOKEN), Objects.requireNonNullElse(lookup.optional(ORIGINS), List.of()));
    }

    static Path dataDir(Lookup lookup) {
        return lookup.value(DATA_DIR);
    }

    static Duration drain(Lookup lookup) {
        return Duration.ofSeconds(lookup.value(DRAIN));
    }

    static Log log(Lookup lookup) {
        return new Log(lookup.value(FORMAT), lookup.value(LEVEL));
    }
}
