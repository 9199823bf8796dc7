package io.wwep.examples.board;

import com.pi4j.Pi4J;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInput;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInputProvider;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalOutputProvider;

/** A board without hardware: its pins are Pi4J's mock, and a program presses its buttons. */
public final class SimulatedBoard extends Board {

    /**
     * Creates a board with its buttons released and its LEDs off.
     *
     * @param pairs the number of buttons with an LED, 1 or 2
     */
    public SimulatedBoard(int pairs) {
        super(
                Pi4J.newContextBuilder()
                        .noAutoDetect()
                        .add(MockDigitalInputProvider.newInstance(), MockDigitalOutputProvider.newInstance())
                        .build(),
                Pins.DEFAULTS.subList(0, pairs));
        for (int pair = 0; pair < pairs; pair++) {
            release(pair);
        }
    }

    /** Presses and releases a button. Calls the listeners on this thread. */
    public synchronized void press(int pair) {
        button(pair).mockState(ButtonAndLed.PRESSED);
        release(pair);
    }

    private void release(int pair) {
        button(pair).mockState(DigitalState.HIGH);
    }

    private MockDigitalInput button(int pair) {
        return (MockDigitalInput) pairs().get(pair).button();
    }
}
