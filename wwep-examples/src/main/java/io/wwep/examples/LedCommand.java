package io.wwep.examples;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Exercises 6.1 to 6.3: a button that toggles an LED, by way of a server. */
@Command(
        name = "led",
        description = {
            "Press the button of a board, and see its LED change when the server has confirmed it.",
            "",
            "Each press writes the LED's new state to register 05 of the device: 1 for on, 0 for off. In a terminal the"
                    + " board is drawn and keys press its button; --press does without a terminal.",
            "",
            "A server of its own shows the demo certificate with --tls, and is trusted by that."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wwep led                                  a board on this terminal",
            "  ./wwep led --tls                            the same over TLS",
            "  ./wwep led --press 20 --every 200ms         press by itself, for scripts",
            "  ./wwep led --host 10.0.0.7 --device 0FAC    a server on the network",
            "  ./wwep led --host wwep.local --tls --ca root.pem",
            "  ./wwep led -vv 2>wire.log                   the wire log in a file"
        })
final class LedCommand implements Callable<Integer> {

    private final Screen screen;

    @Mixin
    private final TargetOptions target = new TargetOptions();

    @ArgGroup(exclusive = false, heading = TlsOptions.HEADING)
    private TlsOptions tls = new TlsOptions();

    @Mixin
    private final LedProgram program = new LedProgram();

    LedCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        program.check(target.isOwn());
        try (Target server = target.open(tls)) {
            return program.run(server, screen);
        }
    }
}
