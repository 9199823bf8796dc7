package io.wwep.examples;

import io.wwep.protocol.WwepException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Reads one register: {@code wwep read 0FAC 0B}. */
@Command(
        name = "read",
        description = {
            "Read a register, and show the reply.",
            "",
            "The reply is A, device, register, value. X means that the register was never written."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wwep read --host wwep.local 0FAC 0B",
            "  A0FAC0B1234",
            "  ./wwep read --ca root.pem --expect-name wwep.local 0FAC 0B"
        })
final class ReadCommand implements Callable<Integer> {

    private final Screen screen;

    @Mixin
    private final OneExchange exchange = new OneExchange();

    @Mixin
    private final RegisterParameters register = new RegisterParameters();

    ReadCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws WwepException {
        return exchange.run(screen, register::read);
    }
}
