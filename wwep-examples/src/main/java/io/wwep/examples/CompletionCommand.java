package io.wwep.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Prints a script with which a shell completes the commands and their options. */
@Command(
        name = "completion",
        description = {
            "Print a script with which your shell completes commands and options when you press Tab.",
            "",
            "It applies to the current session. To make it permanent, add the example's line to your shell's startup"
                    + " file, with the full path of ./wwep."
        },
        exitCodeList = {"0:the script was printed", "2:bad usage"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(./wwep completion bash)       in bash",
            "  source <(./wwep completion zsh)        in zsh",
            "  ./wwep completion fish | source        in fish"
        })
final class CompletionCommand implements Callable<Integer> {

    enum Shell {
        BASH,
        ZSH,
        FISH
    }

    /** The shells' names, for the completion of this command. */
    static final class Shells extends ArrayList<String> {

        private static final long serialVersionUID = 1L;

        Shells() {
            super(Stream.of(Shell.values()).map(Shells::name).toList());
        }

        private static String name(Shell shell) {
            return shell.name().toLowerCase(Locale.ROOT);
        }
    }

    static final class ShellName implements ITypeConverter<Shell> {

        @Override
        public Shell convert(String text) {
            return Stream.of(Shell.values())
                    .filter(each -> Shells.name(each).equals(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("'" + text + "' is not bash, zsh or fish"));
        }
    }

    private final Screen screen;

    @Parameters(
            paramLabel = "SHELL",
            converter = ShellName.class,
            completionCandidates = Shells.class,
            description = "bash, zsh or fish.")
    private Shell shell = Shell.BASH;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    CompletionCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        CommandLine programs = spec.root().commandLine();
        // zsh reads the bash script, which enables bash completion there first.
        String script = shell == Shell.FISH
                ? new FishCompletion(programs).script()
                : AutoComplete.bash(spec.root().name(), programs);
        List.of(script.split("\\R", -1)).forEach(screen::line);
        return ExitCode.ACCEPTED;
    }
}
