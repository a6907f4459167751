package io.sidetone;

import io.sidetone.settings.Explained;
import io.sidetone.settings.Settings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page, made of what {@code --help} and the settings say of themselves; roff with the man macros. */
final class ManPage {
    private final StringBuilder out = new StringBuilder();

    private ManPage() {}

    /** The page of a command with all that are below it. */
    static String of(CommandLine sidetone) {
        return new ManPage().write(sidetone.getCommandSpec());
    }

    private String write(CommandSpec root) {
        line(".TH SIDETONE 1 \"\" \"Sidetone\" \"User Commands\"");
        section("NAME");
        line("sidetone \\- " + escaped(text(root.usageMessage().description()[0])));
        section("SYNOPSIS");
        line(".B sidetone");
        line("[\\-hV] COMMAND");
        section("DESCRIPTION");
        paragraphs(List.of(root.usageMessage().description()));
        section("COMMANDS");
        commands(root, "sidetone");
        section("SETTINGS");
        paragraphs(List.of("From a file (sidetone.yaml of the working directory, or --config), the environment, and"
                + " --set NAME=VALUE; the last of these wins."));
        Settings.reference().forEach(this::setting);
        section("EXIT STATUS");
        term("0", "all went well");
        term("1", "what was asked for did not come about: standard error says why");
        term("2", "an option, a setting or a file that cannot work");
        return out.toString();
    }

    private void commands(CommandSpec above, String words) {
        for (CommandLine sub : above.subcommands().values()) {
            CommandSpec spec = sub.getCommandSpec();
            if (spec.name().equals("help")) {
                continue;
            }
            String name = words + " " + spec.name();
            line(".SS " + quoted(name + synopsis(spec)));
            paragraphs(List.of(spec.usageMessage().description()));
            spec.positionalParameters().forEach(this::parameter);
            spec.options().stream()
                    .filter(option -> !option.hidden() && !isUsual(option))
                    .sorted(Comparator.comparing(OptionSpec::longestName))
                    .forEach(this::option);
            commands(spec, name);
        }
    }

    private static String synopsis(CommandSpec spec) {
        StringBuilder parameters = new StringBuilder();
        spec.positionalParameters().forEach(it -> parameters.append(' ').append(it.paramLabel()));
        return spec.subcommands().isEmpty() ? parameters.toString() : " COMMAND";
    }

    private static boolean isUsual(OptionSpec option) {
        return option.usageHelp() || option.versionHelp();
    }

    private void parameter(PositionalParamSpec parameter) {
        if (!parameter.hidden()) {
            term(parameter.paramLabel(), described(parameter));
        }
    }

    private void option(OptionSpec option) {
        List<String> names = new ArrayList<>(List.of(option.names()));
        names.sort(Comparator.comparingInt(String::length));
        String label = option.arity().max() == 0 ? "" : "=" + option.paramLabel();
        term(String.join(", ", names) + label, described(option));
    }

    private static String described(ArgSpec argument) {
        String usual = String.valueOf(argument.defaultValue());
        String shown = usual.equals("${sys:user.name}") ? "the name of the user" : usual;
        return text(String.join(" ", argument.description()).replace("${DEFAULT-VALUE}", shown));
    }

    private void setting(Explained setting) {
        String fallback = setting.fallback().isEmpty() ? "" : " Default: " + setting.fallback() + ".";
        term(setting.name(), (setting.meaning() + fallback).replace("`", ""));
    }

    private void section(String name) {
        line(".SH " + name);
    }

    private void term(String term, String meaning) {
        line(".TP");
        line(".B " + escaped(term));
        line(escaped(meaning));
    }

    private void paragraphs(List<String> texts) {
        line(".PP");
        for (String text : texts) {
            line(text.isEmpty() ? ".PP" : escaped(text(text)));
        }
    }

    private static String text(String marked) {
        return Ansi.OFF.string(marked);
    }

    private static String quoted(String text) {
        return "\"" + escaped(text) + "\"";
    }

    /** A line that begins with a dot or a quote would be a request to roff, a hyphen would be a typographer's. */
    private static String escaped(String text) {
        String plain = text.replace("\\", "\\e").replace("-", "\\-").replace("\"", "\\(dq");
        return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
