package io.sidetone.settings;

import io.sidetone.engine.CallFilter;
import io.sidetone.identity.Digest;
import io.sidetone.identity.Identity;
import io.sidetone.identity.Passwords;
import io.sidetone.identity.Role;
import io.sidetone.settings.Settings.User;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Users of the dashboard and the API: a list of them in the file. */
final class UserGroup {
    static final String LIST = "dashboard.users";

    private static final Setting<String> NAME = Setting.optional(
            "dashboard.users[].name",
            Types.matching("[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}", "a name of letters, digits and . _ @ + -"),
            "What the user signs in with, and is called by what is kept: must be unique.");
    private static final Setting<String> ROLE = Setting.of(
            "dashboard.users[].role",
            Types.oneOf(Arrays.stream(Role.values()).map(Role::wireName).toArray(String[]::new)),
            Role.VIEWER.wireName(),
            "`viewer` looks, `supervisor` also pauses calls and sends deliveries again, `admin` does everything.");
    private static final Setting<Secret> PASSWORD_HASH = Setting.optional(
            "dashboard.users[].password-hash",
            new Type.One<>(
                    "a hash, never the password itself: " + Passwords.expected(),
                    true,
                    text -> Passwords.objection(text) == null ? new Secret(text) : null),
            "Of the password: Argon2id or bcrypt, as `sidetone hash-password` prints it.");
    private static final Setting<List<Secret>> TOKEN = Setting.optional(
            "dashboard.users[].token",
            Types.listOf(new Type.One<>(
                    "a random token of 20 or more characters without spaces; make one with: openssl rand -hex 32",
                    true,
                    text -> text.matches("[!-~]{20,256}") ? new Secret(text) : null)),
            "A token for programs, random and long; two while you change over.");
    private static final Setting<List<String>> TOKEN_HASH = Setting.optional(
            "dashboard.users[].token-hash",
            Types.listOf(Types.matching(
                    "sha256:[0-9A-Fa-f]{64}",
                    "sha256: and 64 hexadecimal digits, as sidetone hash-password --token prints")),
            "The same, so that the token itself stands nowhere: `sha256:` and its SHA-256.");
    private static final Setting<String> DIRECTION = Setting.optional(
            "dashboard.users[].scope.direction",
            Types.oneOf("inbound", "outbound"),
            "Only these calls exist for the user. All conditions of a scope must hold.");
    private static final Setting<List<String>> FROM =
            Setting.optional("dashboard.users[].scope.from", beginnings(), "Only calls from numbers that begin so.");
    private static final Setting<List<String>> TO =
            Setting.optional("dashboard.users[].scope.to", beginnings(), "Only calls to numbers that begin so.");
    private static final Setting<List<String>> ACCOUNT = Setting.optional(
            "dashboard.users[].scope.account-sid",
            Types.listOf(Types.matching("AC[0-9a-fA-F]{32}", "AC and 32 hexadecimal digits")),
            "Only calls of these Twilio accounts.");
    private static final Setting<List<String>> LABELS = Setting.optional(
            "dashboard.users[].scope.labels",
            Types.listOf(Types.matching("[^=]+=.*", "a label and its value, such as queue=support")),
            "Only calls with all of these labels, each as `name=value`; of one name, any value.");

    static final List<Setting<?>> ALL =
            List.of(NAME, ROLE, PASSWORD_HASH, TOKEN, TOKEN_HASH, DIRECTION, FROM, TO, ACCOUNT, LABELS);

    private UserGroup() {}

    private static Type<List<String>> beginnings() {
        return Types.listOf(Types.matching("[^\\s,]{1,64}", "the beginning of a number, such as +1555"));
    }

    static List<User> read(Lookup lookup) {
        List<User> users = new ArrayList<>();
        Set<String> names = new HashSet<>(Set.of(Identity.TOKEN));
        for (int place = 0; place < lookup.objects(LIST); place++) {
            User user = user(lookup, place);
            if (user != null && !names.add(user.name().toLowerCase(Locale.ROOT))) {
                lookup.problem(at(place, NAME), "a name that no other user has, and not " + Identity.TOKEN);
            } else if (user != null) {
                users.add(user);
            }
        }
        return users;
    }

    private static @Nullable User user(Lookup lookup, int place) {
        String name = lookup.optional(at(place, NAME));
        if (!lookup.isGiven(at(place, NAME))) {
            lookup.problem(at(place, NAME), NAME.type().expected());
        }
        String role = lookup.value(at(place, ROLE));
        Secret hash = lookup.optional(at(place, PASSWORD_HASH));
        List<String> tokens = new ArrayList<>();
        list(lookup, at(place, TOKEN)).forEach(token -> tokens.add(Digest.of(token.reveal())));
        list(lookup, at(place, TOKEN_HASH))
                .forEach(it -> tokens.add(it.substring(it.indexOf(':') + 1).toLowerCase(Locale.ROOT)));
        CallFilter scope = scope(lookup, place);
        boolean nothing = !lookup.isGiven(at(place, PASSWORD_HASH))
                && !lookup.isGiven(at(place, TOKEN))
                && !lookup.isGiven(at(place, TOKEN_HASH));
        if (nothing) {
            lookup.problem(
                    at(place, PASSWORD_HASH),
                    "something that opens: password-hash, token-hash or token, or their files");
        }
        return name == null ? null : new User(name, Role.valueOf(role.toUpperCase(Locale.ROOT)), hash, tokens, scope);
    }

    private static CallFilter scope(Lookup lookup, int place) {
        Map<String, List<String>> labels = new LinkedHashMap<>();
        for (String label : list(lookup, at(place, LABELS))) {
            int equals = label.indexOf('=');
            labels.computeIfAbsent(label.substring(0, equals), first -> new ArrayList<>())
                    .add(label.substring(equals + 1));
        }
        return new CallFilter(
                lookup.optional(at(place, DIRECTION)),
                list(lookup, at(place, FROM)),
                list(lookup, at(place, TO)),
                list(lookup, at(place, ACCOUNT)),
                labels);
    }

    private static <T> List<T> list(Lookup lookup, Setting<List<T>> setting) {
        return Objects.requireNonNullElse(lookup.optional(setting), List.of());
    }

    private static <T> Setting<T> at(int place, Setting<T> setting) {
        return setting.as(setting.name().replace("[]", "[" + place + "]"));
    }
}
