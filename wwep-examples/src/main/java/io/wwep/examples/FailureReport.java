package io.wwep.examples;

import io.wwep.examples.input.Suggestions;
import io.wwep.protocol.WwepException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints a failure on standard error, in one or two lines, and returns its exit code. */
final class FailureReport implements IParameterExceptionHandler, IExecutionExceptionHandler {

    private final Screen screen;

    FailureReport(Screen screen) {
        this.screen = screen;
    }

    @Override
    public int handleParseException(ParameterException problem, String[] arguments) {
        ParameterException first =
                unknownOption(problem.getCommandLine(), arguments).orElse(problem);
        screen.note(wording(first));
        return badUsage(first.getCommandLine());
    }

    /**
     * Finds the first unknown option. Picocli treats it as a parameter and its value as the next one, which would hide
     * the mistake.
     */
    private static Optional<ParameterException> unknownOption(CommandLine line, String[] arguments) {
        return Arrays.stream(arguments)
                .takeWhile(argument -> !argument.equals("--"))
                .filter(argument -> argument.startsWith("--"))
                .map(argument -> argument.split("=", 2)[0])
                .filter(option -> line.getCommandSpec().findOption(option) == null)
                .findFirst()
                .map(option -> new UnmatchedArgumentException(line, List.of(option)));
    }

    private static String wording(ParameterException problem) {
        String message = String.valueOf(problem.getMessage()).replaceFirst("^Error: ", "");
        if (!(problem instanceof UnmatchedArgumentException unmatched)) {
            return message;
        }
        String first = unmatched.getUnmatched().get(0);
        CommandLine line = problem.getCommandLine();
        if (unmatched.isUnknownOption()) {
            return message
                    + Suggestions.question(
                            first, line.getCommandSpec().optionsMap().keySet());
        }
        Set<String> commands = line.getSubcommands().keySet();
        return commands.isEmpty()
                ? message
                : "there is no command '" + first + "'" + Suggestions.question(first, commands);
    }

    @Override
    public int handleExecutionException(Exception problem, CommandLine line, ParseResult parsed) {
        if (problem instanceof BadUsageException) {
            show(problem, line);
            return badUsage(line);
        }
        if (problem instanceof WwepException failure) {
            show(failure, line);
            return ExitCode.of(failure);
        }
        if (problem instanceof OutputLostException) {
            show(problem, line);
            return ExitCode.OUTPUT_LOST;
        }
        if (problem instanceof IOException) {
            // Clients fail with a WwepException, so this is a server that cannot start.
            show(problem, line);
            return ExitCode.NO_CONNECTION;
        }
        screen.note("internal error: " + problem + "; run it with -v and report the output");
        // Created this late because a logger keeps the level that is set when it is created.
        LoggerFactory.getLogger(FailureReport.class).debug("fault", problem);
        return ExitCode.FAULT;
    }

    private void show(Exception problem, CommandLine line) {
        MessageRewriter messages = new MessageRewriter(line.getCommandSpec());
        screen.note(messages.of(problem));
        messages.hint(problem).ifPresent(screen::note);
    }

    private int badUsage(CommandLine line) {
        screen.err().println("Help: ./" + line.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.BAD_USAGE;
    }
}
