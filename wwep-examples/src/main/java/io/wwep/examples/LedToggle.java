package io.wwep.examples;

import io.wwep.client.WwepClient;
import io.wwep.examples.board.ButtonAndLed;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import org.jspecify.annotations.Nullable;

/**
 * Exercises 6.1 and 6.2: a button's press toggles its LED through a register of the server.
 *
 * <p>The LED changes only when the server confirms the new state, so a failure never makes the two differ.
 */
final class LedToggle implements PressAction {

    /** The register that the course assigns to the LED; further LEDs of a board use the next ones. */
    static final int REGISTER = 0x05;

    private static final int OFF = 0;
    private static final int ON = 1;

    private final ButtonAndLed pair;
    private final WwepClient client;
    private final DeviceId device;

    LedToggle(ButtonAndLed pair, WwepClient client, DeviceId device) {
        this.pair = pair;
        this.client = client;
        this.device = device;
    }

    /** Writes the opposite state to the server, and switches the LED if the reply confirms it. */
    @Override
    // tag::press[]
    public Press press(int number) {
        WwepRequest request = WwepRequest.write(device, REGISTER + pair.number(), pair.isLit() ? OFF : ON);
        @Nullable WwepReply reply = null;
        try {
            reply = client.exchange(request);
            pair.light(reply.verify().value() == ON);
            return new Press(number, pair.number(), request, reply, null, pair.isLit());
        } catch (WwepException e) {
            return new Press(number, pair.number(), request, reply, e, pair.isLit());
        }
    }
    // end::press[]
}
