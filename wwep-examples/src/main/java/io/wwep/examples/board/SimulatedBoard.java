package io.wwep.examples.board;

import com.pi4j.Pi4J;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInput;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInputProvider;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalOutputProvider;

/** A board without hardware: its pins are Pi4J's mock, and a program presses its button. */
public final class SimulatedBoard extends Board {

    private final MockDigitalInput button;

    /** A board with its button up and its LED off. */
    public SimulatedBoard() {
        super(
                Pi4J.newContextBuilder()
                        .noAutoDetect()
                        .add(MockDigitalInputProvider.newInstance(), MockDigitalOutputProvider.newInstance())
                        .build(),
                BUTTON_PIN,
                LED_PIN);
        button = (MockDigitalInput) button();
        release();
    }

    /** Presses the button and lets go of it. Who listens is called on this thread. */
    public synchronized void press() {
        button.mockState(PRESSED);
        release();
    }

    private void release() {
        button.mockState(DigitalState.HIGH);
    }
}
