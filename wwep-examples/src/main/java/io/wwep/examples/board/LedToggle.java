package io.wwep.examples.board;

import io.wwep.client.WwepClient;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Exercises 6.1 and 6.2: a button's press toggles its LED through a register of the server.
 *
 * <p>The LED changes only when the server confirms the new state, so a failure never makes the two differ. Not
 * safe for use by several threads at once.
 */
public final class LedToggle implements PressAction {

    /** The register that the course assigns to the LED; further LEDs of a board use the next ones. */
    public static final int REGISTER = 0x05;

    private static final int OFF = 0;
    private static final int ON = 1;

    private final Led led;
    private final WwepClient client;
    private final DeviceId device;

    /** Creates a toggle of this LED, which sends through this client as this device. The caller closes the client. */
    public LedToggle(Led led, WwepClient client, DeviceId device) {
        this.led = Objects.requireNonNull(led, "led");
        this.client = Objects.requireNonNull(client, "client");
        this.device = Objects.requireNonNull(device, "device");
    }

    /** Writes the opposite state to the server, and switches the LED if the reply confirms it. */
    @Override
    // tag::press[]
    public Press press(int number) {
        WwepRequest request = WwepRequest.write(device, REGISTER + led.number(), led.isLit() ? OFF : ON);
        @Nullable WwepReply reply = null;
        try {
            reply = client.exchange(request);
            led.light(reply.verify().value() == ON);
            return new Press(number, led.number(), request, reply, null, led.isLit());
        } catch (WwepException e) {
            return new Press(number, led.number(), request, reply, e, led.isLit());
        }
    }
    // end::press[]
}
