package io.sidetone;

import io.sidetone.identity.Digest;
import io.sidetone.identity.Passwords;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sidetone hash-password}: makes a line for the settings of a password, or of a token. */
@Command(
        name = "hash-password",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a line for dashboard.users of a password.",
            "",
            "Asks for it on a terminal, without showing it; elsewhere reads the first line of standard input. A"
                    + " password is never taken as an argument: everybody on the machine could read it there."
        })
final class HashPasswordCommand implements Callable<Integer> {
    private static final int SHORTEST = 8;
    private static final int SHORTEST_TOKEN = 20;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli's
    private CommandSpec spec;

    @Option(names = "--token", description = "for a long random token instead of a password: its SHA-256")
    private boolean token;

    @Override
    public Integer call() throws IOException {
        String secret = read();
        int shortest = token ? SHORTEST_TOKEN : SHORTEST;
        if (secret.length() < shortest) {
            throw new IllegalArgumentException(
                    "the " + name() + " has " + secret.length() + " characters (expected: " + shortest + " or more)");
        }
        if (secret.getBytes(StandardCharsets.UTF_8).length > Passwords.LONGEST_BYTES) {
            throw new IllegalArgumentException("the " + name() + " is too long (expected: at most "
                    + Passwords.LONGEST_BYTES + " bytes in UTF-8)");
        }
        spec.commandLine()
                .getOut()
                .println(
                        token
                                ? "token-hash: \"sha256:" + Digest.of(secret) + "\""
                                : "password-hash: \"" + Passwords.hash(secret) + "\"");
        return 0;
    }

    private String name() {
        return token ? "token" : "password";
    }

    @SuppressWarnings("SystemConsoleNull") // null before JDK 22 only, and asked for both
    private String read() throws IOException {
        Console console = System.console();
        return console != null && Terminal.isThere() ? fromTerminal(console) : fromInput();
    }

    private String fromTerminal(Console console) {
        char[] first = asked(console, "The " + name() + ": ");
        char[] again = asked(console, "Once more: ");
        boolean same = Arrays.equals(first, again);
        Arrays.fill(again, ' ');
        if (!same) {
            throw new IllegalArgumentException("the two are not the same; try again");
        }
        return new String(first);
    }

    private static char[] asked(Console console, String question) {
        char @Nullable [] answer = console.readPassword("%s", question);
        if (answer == null) {
            throw new IllegalArgumentException("nothing was typed");
        }
        return answer;
    }

    private String fromInput() throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line = in.readLine(); // System.in is not ours to close
        if (line == null) {
            throw new IllegalArgumentException("nothing came on standard input (expected: the " + name() + ")");
        }
        return line;
    }
}
