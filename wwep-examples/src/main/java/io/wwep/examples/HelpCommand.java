package io.wwep.examples;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The help of a command, asked for by its name: {@code wwep help certs create}. */
@Command(
        name = "help",
        description = {
            "Show the help of a command.",
            "",
            "The same as --help behind it; without a command, the list of all."
        },
        exitCodeList = {"0:help was shown", "2:bad usage: there is no such command"},
        footerHeading = "%nExamples:%n",
        footer = {"  ./wwep help led", "  ./wwep help certs create"})
final class HelpCommand implements Callable<Integer> {

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "The command, and one below it if it has some.")
    private List<String> names = List.of();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine line = spec.root().commandLine();
        for (String name : names) {
            CommandLine below = line.getSubcommands().get(name);
            if (below == null) {
                throw new BadUsageException("there is no command '" + name + "'"
                        + (line.getCommandSpec().parent() == null ? "" : " below " + line.getCommandName())
                        + Suggestions.question(name, line.getSubcommands().keySet()));
            }
            line = below;
        }
        line.usage(spec.commandLine().getOut());
        return ExitCode.ACCEPTED;
    }
}
