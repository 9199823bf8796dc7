package io.wwep.examples;

import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepInterruptedException;
import io.wwep.protocol.WwepProtocolException;
import io.wwep.protocol.WwepTimeoutException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether a program prints for scripts what it else prints for people. */
final class JsonOption {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--json", description = "Print one JSON object on one line, also of a failure.")
    private boolean given;

    boolean isGiven() {
        return given;
    }

    /**
     * Prints what went wrong, if JSON was asked for.
     *
     * @param about what is known of the request, to go before it
     * @return the exit code
     * @throws WwepException the failure itself, if JSON was not asked for
     */
    int failed(Screen screen, JsonObject about, WwepException failure) throws WwepException {
        if (!given) {
            throw failure;
        }
        OptionWords words = new OptionWords(command);
        screen.line(about.with("error", name(failure))
                .with("delivery", failure.delivery())
                .with(
                        "message",
                        words.of(failure)
                                + words.hint(failure).map(hint -> "; " + hint).orElse(""))
                .toString());
        return ExitCode.of(failure);
    }

    private static String name(WwepException failure) {
        if (failure instanceof WwepTimeoutException) {
            return "TIMED_OUT";
        }
        if (failure instanceof WwepConnectException) {
            return "NOT_SENT";
        }
        if (failure instanceof WwepProtocolException) {
            return "PROTOCOL_ERROR";
        }
        return failure instanceof WwepInterruptedException ? "CANCELLED" : "LOST";
    }
}
