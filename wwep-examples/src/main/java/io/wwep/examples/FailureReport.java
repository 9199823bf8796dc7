package io.wwep.examples;

import io.wwep.protocol.WwepException;
import java.io.IOException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says on standard error what went wrong, in one or two lines, and finds the exit code for it. */
final class FailureReport implements IParameterExceptionHandler, IExecutionExceptionHandler {

    private final Screen screen;

    FailureReport(Screen screen) {
        this.screen = screen;
    }

    @Override
    public int handleParseException(ParameterException problem, String[] arguments) {
        screen.failure(problem);
        UnmatchedArgumentException.printSuggestions(problem, screen.err());
        return badUsage(problem.getCommandLine());
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
        if (problem instanceof IOException) {
            // Clients fail with a WwepException: this is a server that cannot start.
            screen.failure(problem);
            return ExitCode.NO_CONNECTION;
        }
        screen.note("this is a fault of the program itself: " + problem + "; with -v it tells more, for a report");
        // Not before now: a logger keeps the level that it finds when it is made.
        LoggerFactory.getLogger(FailureReport.class).debug("fault", problem);
        return ExitCode.FAULT;
    }

    private void show(Exception problem, CommandLine line) {
        screen.failure(problem);
        OptionHint.of(problem, line.getCommandSpec()).ifPresent(screen::note);
    }

    private int badUsage(CommandLine line) {
        screen.err().println("Help: ./" + line.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.BAD_USAGE;
    }
}
