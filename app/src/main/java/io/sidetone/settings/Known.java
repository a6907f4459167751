package io.sidetone.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every setting there is. */
final class Known {
    /** In the order of the README and of the example file. */
    static final List<Setting<?>> ALL = Stream.of(
                    HttpGroup.ALL,
                    TwilioGroup.ALL,
                    AnswerGroup.ALL,
                    SpeechGroup.ALL,
                    KeepingGroup.ALL,
                    PauseGroup.ALL,
                    RedactionGroup.ALL,
                    DeepgramGroup.ALL,
                    DeepgramOptions.ALL,
                    ProviderHosts.OF_DEEPGRAM,
                    AssemblyAiGroup.ALL,
                    ProviderHosts.OF_ASSEMBLYAI,
                    WebhookGroup.ALL,
                    DashboardGroup.ALL,
                    ServerGroup.ALL,
                    TracingGroup.ALL,
                    LimitsGroup.ALL)
            .<Setting<?>>flatMap(List::stream)
            .toList();

    private static final Map<String, String> NAME_BY_ENVIRONMENT_NAME = ALL.stream()
            .filter(setting -> !setting.inFileOnly())
            .flatMap(setting -> setting.names().stream())
            .collect(Collectors.toUnmodifiableMap(Setting::environmentName, Function.identity()));

    private static final List<Name> NAMES = ALL.stream()
            .flatMap(setting -> setting.names().stream().map(name -> new Name(setting, pattern(name))))
            .toList();

    private static final Pattern ROLE = Pattern.compile("speech\\.roles\\.([^.]+)\\..*");
    private static final Pattern HOST = Pattern.compile("[^.]+\\.hosts\\.([^.]+)\\..*");
    private static final Pattern PLACE =
            Pattern.compile("(?:webhooks|dashboard\\.users|dashboard\\.alerts)(\\[\\d+]).*");

    private Known() {}

    static Optional<Setting<?>> named(String name) {
        return NAMES.stream()
                .filter(known -> known.pattern.matcher(name).matches())
                .<Setting<?>>map(Name::setting)
                .findFirst();
    }

    /** The first of the settings that stand under this name; none if it is not that of a section. */
    static Optional<String> firstUnder(String section) {
        return NAMES.stream()
                .filter(known -> known.couldGoOn(section + "."))
                .map(known -> known.setting.name())
                .findFirst();
    }

    /** Null if no setting without a free part has this name. */
    static @Nullable String byEnvironmentName(String variable) {
        return NAME_BY_ENVIRONMENT_NAME.get(variable);
    }

    static String nearestEnvironmentName(String variable) {
        return EditDistance.nearest(
                        variable,
                        NAME_BY_ENVIRONMENT_NAME.keySet().stream().sorted().toList())
                .orElseThrow();
    }

    /** The known name that looks most like this one, for the same role and the same place in a list. */
    static String nearest(String name) {
        String role = found(ROLE, name, "<role>");
        String host = found(HOST, name, "<name>");
        String place = found(PLACE, name, "[]");
        List<String> candidates = ALL.stream()
                .flatMap(setting -> setting.names().stream())
                .map(known ->
                        known.replace("<role>", role).replace("<name>", host).replace("[]", place))
                .toList();
        return EditDistance.nearest(name, candidates).orElseThrow();
    }

    private static String found(Pattern pattern, String name, String otherwise) {
        Matcher matcher = pattern.matcher(name);
        return matcher.matches() ? matcher.group(1) : otherwise;
    }

    private static Pattern pattern(String name) {
        return Pattern.compile(name.replace(".", "\\.")
                .replace("*", ".+")
                .replace("<role>", "[^.]+")
                .replace("<name>", "[^.]+")
                .replace("[]", "\\[\\d+]"));
    }

    private record Name(Setting<?> setting, Pattern pattern) {
        boolean couldGoOn(String start) {
            Matcher matcher = pattern.matcher(start);
            return !matcher.matches() && matcher.hitEnd();
        }
    }
}
