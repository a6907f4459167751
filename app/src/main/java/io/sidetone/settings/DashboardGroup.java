package io.sidetone.settings;

import io.sidetone.settings.Settings.Dashboard;
import io.sidetone.settings.Settings.SignIn;
import io.sidetone.settings.Settings.User;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The dashboard and the API: who comes in, and how. */
final class DashboardGroup {
    private static final Setting<Secret> TOKEN = Setting.byRule(
            "dashboard.token",
            Types.secret("a token without spaces"),
            "a random one, written to `data.dir`",
            "What supervisors sign in with, and programs use the API with: it may do everything.");
    private static final Setting<List<String>> ORIGINS = Setting.optional(
            "dashboard.allowed-origins",
            Types.listOf(Types.matching(
                    "https?://((\\*\\.)?[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?",
                    "an origin such as https://desk.example.com or https://*.example.com")),
            "Pages of other sites that may connect, beside the server's own.");
    private static final Setting<Integer> SESSION = Setting.of(
            "dashboard.session-hours", Types.wholeNumber(1, 720), "12", "How long somebody stays signed in.");
    private static final Setting<Integer> IDLE = Setting.of(
            "dashboard.session-idle-minutes",
            Types.wholeNumber(1, 43_200),
            "120",
            "Signed out after so long without a request and without an open dashboard.");
    private static final Setting<Integer> PER_USER = Setting.of(
            "dashboard.connections-per-user",
            Types.wholeNumber(1, 100),
            "10",
            "Open dashboards of one user; one more closes the oldest. `dashboard.token` is not one user.");
    private static final Setting<Integer> FAILURES = Setting.of(
            "dashboard.sign-in.failures",
            Types.wholeNumber(1, 1_000),
            "5",
            "So many tries to sign in may fail within the window, per address and per name; the next one waits.");
    private static final Setting<Integer> WINDOW = Setting.of(
            "dashboard.sign-in.window-seconds",
            Types.wholeNumber(1, 3_600),
            "60",
            "The window, and the first wait; each further wait of an address is twice as long.");
    private static final Setting<Integer> LONGEST =
            Setting.of("dashboard.sign-in.longest-wait-seconds", Types.wholeNumber(1, 86_400), "900", "Longest wait.");

    static final List<Setting<?>> ALL = Stream.of(
                    List.of(TOKEN),
                    UserGroup.ALL,
                    List.of(ORIGINS, SESSION, IDLE, PER_USER, FAILURES, WINDOW, LONGEST),
                    AlertGroup.ALL)
            .<Setting<?>>flatMap(List::stream)
            .toList();

    private DashboardGroup() {}

    static Dashboard read(Lookup lookup) {
        Secret token = lookup.optional(TOKEN);
        List<User> users = UserGroup.read(lookup);
        List<String> origins = Objects.requireNonNullElse(lookup.optional(ORIGINS), List.of());
        Duration session = Duration.ofHours(lookup.value(SESSION));
        Duration idle = Duration.ofMinutes(lookup.value(IDLE));
        int perUser = lookup.value(PER_USER);
        SignIn signIn = new SignIn(
                lookup.value(FAILURES),
                Duration.ofSeconds(lookup.value(WINDOW)),
                Duration.ofSeconds(lookup.value(LONGEST)));
        if (signIn.longest().compareTo(signIn.window()) < 0) {
            lookup.problem(LONGEST, "no less than dashboard.sign-in.window-seconds");
        }
        return new Dashboard(token, users, origins, session, idle, perUser, signIn, AlertGroup.read(lookup));
    }
}
