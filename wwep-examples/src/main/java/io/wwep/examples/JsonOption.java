package io.wwep.examples;

import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepInterruptedException;
import io.wwep.protocol.WwepProtocolException;
import io.wwep.protocol.WwepTimeoutException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a program print JSON for scripts instead of text for people. */
final class JsonOption {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--json", description = "Print one JSON object on one line, even for a failure.")
    private boolean given;

    boolean isGiven() {
        return given;
    }

    /**
     * Prints the failure if JSON was requested.
     *
     * @param about members that describe the request, printed first
     * @return the exit code
     * @throws WwepException the failure itself, if JSON was not requested
     */
    int failed(Screen screen, JsonObject about, WwepException failure) throws WwepException {
        if (!given) {
            throw failure;
        }
        MessageRewriter messages = new MessageRewriter(command);
        screen.line(about.with("error", name(failure))
                .with("delivery", failure.delivery())
                .with(
                        "message",
                        messages.of(failure)
                                + messages.hint(failure)
                                        .map(hint -> "; " + hint)
                                        .orElse(""))
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
