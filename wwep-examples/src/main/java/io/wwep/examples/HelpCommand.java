package io.wwep.examples;

import io.wwep.examples.input.Suggestions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the help of a command: {@code wwep help certs create}. */
@Command(
        name = "help",
        description = {
            "Show the help of a command.",
            "",
            "The same as --help after the command; without a command, lists all of them."
        },
        exitCodeList = {"0:help was shown", "2:bad usage: there is no such command"},
        footerHeading = "%nExamples:%n",
        footer = {"  ./wwep help led", "  ./wwep help certs create"})
final class HelpCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "COMMAND",
            arity = "0..*",
            description = "The command, followed by its subcommand if it has one.")
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
