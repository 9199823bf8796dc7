package io.wwep.examples;

import io.wwep.client.WwepClient;
import io.wwep.examples.board.Board;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import org.jspecify.annotations.Nullable;

/**
 * Exercises 6.1 and 6.2: a press of the button toggles the LED, with a register of the server in between.
 *
 * <p>The LED changes only when the server has confirmed the new state, so the two never differ for a failure.
 */
final class LedToggle {

    /** The register that the course gives to the LED. */
    static final int REGISTER = 0x05;

    private static final int OFF = 0;
    private static final int ON = 1;

    private final Board board;
    private final WwepClient client;
    private final DeviceId device;
    private int presses;

    LedToggle(Board board, WwepClient client, DeviceId device) {
        this.board = board;
        this.client = client;
        this.device = device;
    }

    /** Asks the server for the other state, and switches the LED to it if the reply is the right one. */
    Press press() {
        presses++;
        WwepRequest request = WwepRequest.write(device, REGISTER, board.isLit() ? OFF : ON);
        @Nullable WwepReply reply = null;
        try {
            reply = client.exchange(request);
            board.light(reply.verify().value() == ON);
            return new Press(presses, request, reply, null, board.isLit());
        } catch (WwepException e) {
            return new Press(presses, request, reply, e, board.isLit());
        }
    }
}
