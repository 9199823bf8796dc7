package io.wwep.examples;

import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** One packet as it is: {@code wwep raw W01234}. */
@Command(
        name = "raw",
        description = {
            "Send a text as it is, legal or not, and show the reply.",
            "",
            "Use it to see how a server handles an illegal packet: it answers X."
        },
        footerHeading = "%nExample:%n",
        footer = {"  ./wwep raw --host wwep.local W01234", "  X"})
final class RawCommand implements Callable<Integer> {

    private final Screen screen;

    @Mixin
    private final OneExchange exchange = new OneExchange();

    @Parameters(
            index = "0",
            paramLabel = "TEXT",
            description = "What to send: 1 to 256 characters, each of which is sent as one byte.")
    private String text = "";

    RawCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws WwepException {
        return exchange.run(screen, () -> WwepRequest.raw(text));
    }
}
