package io.wwep.examples;

import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Sends a text unchanged: {@code wwep raw W01234}. */
@Command(
        name = "raw",
        description = {
            "Send a text unchanged, legal or not, and show the reply.",
            "",
            "Use it to see how a server handles an illegal request: it replies X."
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
            description = "The text to send: 1 to 256 characters, each sent as one byte.")
    private String text = "";

    RawCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws WwepException {
        return exchange.run(screen, () -> WwepRequest.raw(text));
    }
}
