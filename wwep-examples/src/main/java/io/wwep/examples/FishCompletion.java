package io.wwep.examples;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Generates completions for the fish shell, which picocli does not support: one line for each command and option. */
final class FishCompletion {

    /** Options may appear anywhere, so the typed words without options determine the command. */
    private static final List<String> CONDITIONS = List.of(
            "# The words typed so far, without options and the program's own name.",
            "function __wwep_words",
            "    set -l words (string match -v -- '-*' (commandline -opc))",
            "    set -e words[1]",
            "    string join -- \\n $words",
            "end",
            "",
            "# Whether these commands begin the line.",
            "function __wwep_at",
            "    set -l words (__wwep_words)",
            "    set -l count (count $argv)",
            "    test $count -eq 0; or test \"$words[1..$count]\" = \"$argv\"",
            "end",
            "",
            "# Whether these commands are the whole line.",
            "function __wwep_after",
            "    set -l words (__wwep_words)",
            "    test \"$words\" = \"$argv\"",
            "end",
            "");

    private final CommandLine programs;
    private final List<String> lines = new ArrayList<>();

    FishCompletion(CommandLine programs) {
        this.programs = programs;
    }

    String script() {
        lines.add("# Completions of " + programs.getCommandName() + " for fish.");
        lines.add("");
        lines.addAll(CONDITIONS);
        lines.add("complete -c " + programs.getCommandName() + " -f");
        add(programs, List.of());
        return String.join("\n", lines);
    }

    private void add(CommandLine line, List<String> path) {
        CommandSpec spec = line.getCommandSpec();
        spec.options().forEach(option -> complete(path, "__wwep_at", option(option)));
        spec.positionalParameters().forEach(parameter -> {
            String values = values(parameter);
            if (!values.isEmpty()) {
                complete(path, "__wwep_at", values + description(parameter.description()));
            }
        });
        line.getSubcommands().forEach((name, below) -> {
            complete(
                    path,
                    "__wwep_after",
                    "-a " + name
                            + description(below.getCommandSpec().usageMessage().description()));
            List<String> further = new ArrayList<>(path);
            further.add(name);
            add(below, further);
        });
    }

    private void complete(List<String> path, String condition, String what) {
        String when = (condition + " " + String.join(" ", path)).strip();
        lines.add("complete -c " + programs.getCommandName() + " -n " + quoted(when) + " " + what);
    }

    private static String option(OptionSpec option) {
        String names = Stream.of(option.names())
                .map(name -> name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1))
                .collect(Collectors.joining(" "));
        boolean hasValue = option.arity().max() > 0;
        String values = values(option);
        String value = !hasValue ? "" : values.isEmpty() ? " -x" : " -r " + values;
        return names + value + description(option.description());
    }

    /** Returns what fish completes as a value: files, words, or nothing. */
    private static String values(ArgSpec argument) {
        if (argument.completionCandidates() != null) {
            return "-f -a "
                    + quoted(
                            StreamSupport.stream(argument.completionCandidates().spliterator(), false)
                                    .collect(Collectors.joining(" ")));
        }
        Class<?> type = argument.auxiliaryTypes().length > 0 ? argument.auxiliaryTypes()[0] : argument.type();
        boolean isFile = type == Path.class
                || argument.paramLabel().contains("FILE")
                || argument.paramLabel().contains("DIR");
        return isFile ? "-F" : "";
    }

    /** Returns the first sentence, since fish shows one line. */
    private static String description(String[] text) {
        if (text.length == 0) {
            return "";
        }
        String first = text[0].split("(?<=[.:;]) ", 2)[0].replaceFirst("[.:;]$", "");
        return " -d " + quoted(first);
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
