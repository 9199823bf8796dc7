package io.wwep.examples;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Exercises 6.1 to 6.3: a button that toggles an LED through a server. */
@Command(
        name = "led",
        description = {
            "Press the button of a board, and see its LED change when the server confirms it.",
            "",
            "Each press writes the LED's new state to register 05 of the device: 1 for on, 0 for off. A terminal"
                    + " shows the board, and keys press its button; --press needs no terminal.",
            "",
            "With --tls, the program's own server presents the demo certificate, and the program trusts it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wwep led                                  a board in this terminal",
            "  ./wwep led --tls                            the same over TLS",
            "  ./wwep led --exercise 6.1                   send without reading the reply",
            "  ./wwep led --press 20 --every 200ms         press automatically, for scripts",
            "  ./wwep led --host 10.0.0.7 --device 0FAC    a server on the network",
            "  ./wwep led --host wwep.local --tls --ca root.pem",
            "  ./wwep led -vv 2>wire.log                   the wire log in a file"
        })
final class LedCommand implements Callable<Integer> {

    /** The exercise that reads no reply. */
    private static final String FIRST = "6.1";

    private final Screen screen;

    @Mixin
    private final TargetOptions target = new TargetOptions();

    @Option(
            names = "--exercise",
            paramLabel = "NUMBER",
            defaultValue = "6.2",
            converter = ExerciseNumber.class,
            description = "6.1: as in the first exercise, flip the LED on the press, send the write, and close"
                    + " without reading the reply. 6.2: change the LED when the reply confirms it. Default:"
                    + " ${DEFAULT-VALUE}.")
    private String exercise = "";

    @ArgGroup(exclusive = false, heading = TlsOptions.HEADING)
    private TlsOptions tls = new TlsOptions();

    @Mixin
    private final LedProgram program = new LedProgram();

    static final class ExerciseNumber implements ITypeConverter<String> {

        @Override
        public String convert(String text) {
            if (!List.of(FIRST, "6.2").contains(text)) {
                throw new TypeConversionException("'" + text + "' is neither 6.1 nor 6.2; 6.3 is --tls");
            }
            return text;
        }
    }

    LedCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        program.check(target.isOwn());
        boolean first = exercise.equals(FIRST);
        if (first && tls.isGiven()) {
            throw new BadUsageException("--exercise " + FIRST
                    + " does not use TLS; leave out --tls, --ca, --expect-name, --cert and --key, or --exercise");
        }
        try (Target server = target.open(tls)) {
            return program.run(server, screen, !first);
        }
    }
}
