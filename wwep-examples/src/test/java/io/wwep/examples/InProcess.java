package io.wwep.examples;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/**
 * A run of the {@code wwep} command line in this process.
 *
 * @param out its standard output
 * @param err its standard error
 */
record InProcess(int exitCode, String out, String err) {

    /** Runs a command whose words contain no spaces. */
    static InProcess wwep(String command) {
        return wwep(command.isEmpty() ? List.of() : List.of(command.split(" +", -1)));
    }

    static InProcess wwep(List<String> arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Screen screen = new Screen(new PrintWriter(out, true), new PrintWriter(err, true), Ansi.OFF);
        int exitCode = WwepCommand.run(screen, arguments.toArray(String[]::new));
        return new InProcess(exitCode, out.toString(), err.toString());
    }

    List<String> lines() {
        return out.lines().toList();
    }
}
