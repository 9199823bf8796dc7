package io.wwep.examples;

import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** One read: {@code wwep read 0FAC 0B}. */
@Command(
        name = "read",
        description = {
            "Read a register, and show the reply.",
            "",
            "The reply is A, device, register, value. X says that the register was never written."
        },
        footerHeading = "%nExample:%n",
        footer = {"  ./wwep read --host wwep.local 0FAC 0B", "  A0FAC0B1234"})
final class ReadCommand implements Callable<Integer> {

    private final Screen screen;

    @Mixin
    private final OneExchange exchange = new OneExchange();

    @Parameters(
            index = "0",
            paramLabel = "DEVICE",
            converter = HexNumber.class,
            description = "The device's id, 0000 to FFFF (hexadecimal).")
    private int device;

    @Parameters(
            index = "1",
            paramLabel = "REGISTER",
            converter = HexNumber.class,
            description = "The register, 00 to FF (hexadecimal).")
    private int register;

    ReadCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws WwepException {
        return exchange.run(screen, () -> WwepRequest.read(device, register));
    }
}
