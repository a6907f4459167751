package io.sidetone.settings;

import static io.sidetone.settings.Given.Source.ENVIRONMENT;
import static io.sidetone.settings.Given.Source.VENDOR_ENVIRONMENT;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads settings out of the environment. Where a name ends in a word of the operator's choice, that
 * word is written in capitals like the rest and taken in small letters, underscores kept.
 */
final class Environment {
    private static final String OURS = "SIDETONE_";

    private static final Map<String, String> VENDORS_NAMES = Map.of(
            "TWILIO_ACCOUNT_SID", TwilioGroup.ACCOUNT_SID.name(),
            "TWILIO_AUTH_TOKEN", TwilioGroup.AUTH_TOKEN.name(),
            "DEEPGRAM_API_KEY", DeepgramGroup.API_KEY.name(),
            "ASSEMBLYAI_API_KEY", AssemblyAiGroup.API_KEY.name());

    /** What Kubernetes puts into every pod for Services called sidetone or sidetone-something. */
    private static final Pattern INJECTED =
            Pattern.compile("SIDETONE_(.+_)?(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT_\\d+_.+)");

    /** A port of a Service looks like a port setting of ours, but its value is an address. */
    private static final Pattern INJECTED_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

    /** For the launcher: what it hands to the JVM. */
    private static final String LAUNCHERS = "SIDETONE_JAVA_OPTS";

    private static final Pattern ROLE = Pattern.compile("SIDETONE_SPEECH_ROLES_(.+)_(LANGUAGE|MODEL|KEYTERMS)");
    private static final Pattern HOST =
            Pattern.compile("SIDETONE_(DEEPGRAM|ASSEMBLYAI)_HOSTS_(.+?)_(URL|API_KEY|API_KEY_FILE)");
    private static final List<String> FREE = List.of("answer.parameters.", "deepgram.options.", "assemblyai.options.");

    private final Map<String, String> variables;
    private final Problems problems;

    Environment(Map<String, String> variables, Problems problems) {
        this.variables = new TreeMap<>(variables);
        this.problems = problems;
    }

    /** By full name. */
    Map<String, Given> values() {
        Map<String, Given> values = new LinkedHashMap<>();
        variables.forEach((variable, text) -> {
            if (text.isBlank() || isNotForUs(variable, text)) {
                return;
            }
            String name = name(variable);
            if (name == null) {
                problems.add(
                        variable,
                        "unknown",
                        Given.line(ENVIRONMENT, "environment", "").place(),
                        "a known name; the nearest is " + Known.nearestEnvironmentName(variable));
            } else {
                values.put(name, Given.line(ENVIRONMENT, "environment " + variable, text));
            }
        });
        VENDORS_NAMES.forEach((variable, name) -> {
            String text = variables.getOrDefault(variable, "");
            if (!text.isBlank()) {
                values.putIfAbsent(name, Given.line(VENDOR_ENVIRONMENT, "environment " + variable, text));
            }
        });
        return values;
    }

    private static boolean isNotForUs(String variable, String text) {
        return !variable.startsWith(OURS)
                || variable.equals(LAUNCHERS)
                || variable.startsWith("SIDETONE_SERVICE_")
                || variable.startsWith("SIDETONE_PORT")
                || INJECTED.matcher(variable).matches()
                || (variable.endsWith("_PORT") && INJECTED_ADDRESS.matcher(text).matches());
    }

    private static @Nullable String name(String variable) {
        Matcher role = ROLE.matcher(variable);
        if (role.matches()) {
            return "speech.roles." + small(role.group(1)) + "." + small(role.group(2));
        }
        Matcher host = HOST.matcher(variable);
        if (host.matches()) {
            String last = small(host.group(3)).replace('_', '-');
            return small(host.group(1)) + ".hosts." + small(host.group(2)) + "." + last;
        }
        for (String prefix : FREE) {
            String start = Setting.environmentName(prefix);
            if (variable.startsWith(start) && variable.length() > start.length()) {
                return prefix + small(variable.substring(start.length()));
            }
        }
        return Known.byEnvironmentName(variable);
    }

    private static String small(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
