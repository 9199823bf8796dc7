package io.wwep.examples;

import io.wwep.protocol.WwepException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Writes one register: {@code wwep write 0FAC 0B 1234}. */
@Command(
        name = "write",
        description = {
            "Write a value to a register, and show the reply.",
            "",
            "The server echoes what it stored: A, device, register, value. X means that it refused."
        },
        footerHeading = "%nExample:%n",
        footer = {"  ./wwep write --host wwep.local 0FAC 0B 1234", "  A0FAC0B1234"})
final class WriteCommand implements Callable<Integer> {

    private final Screen screen;

    @Mixin
    private final OneExchange exchange = new OneExchange();

    @Mixin
    private final RegisterParameters register = new RegisterParameters();

    @Parameters(
            index = "2",
            paramLabel = "VALUE",
            converter = HexNumber.class,
            description = "The value, 0000 to FFFF (hexadecimal).")
    private int value;

    WriteCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws WwepException {
        return exchange.run(screen, () -> register.write(value));
    }
}
