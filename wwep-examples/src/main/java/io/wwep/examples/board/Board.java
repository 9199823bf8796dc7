package io.wwep.examples.board;

import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.PullResistance;
import java.util.concurrent.TimeUnit;

/**
 * A board with a button and an LED on two GPIO pins.
 *
 * <p>The button connects its pin to ground, as on the course's board: the pin is pulled up and reads low while the
 * button is down. The LED lights while its pin is high.
 *
 * <p>Safe for use by several threads.
 */
public sealed class Board implements AutoCloseable permits SimulatedBoard {

    /** The button's pin unless told otherwise: GPIO 24, pin 18 of a Raspberry Pi's header. */
    public static final int BUTTON_PIN = 24;

    /** The LED's pin unless told otherwise: GPIO 22, pin 15 of a Raspberry Pi's header. */
    public static final int LED_PIN = 22;

    static final DigitalState PRESSED = DigitalState.LOW;

    private static final long DEBOUNCE_MILLIS = 20;

    private final Context context;
    private final DigitalInput button;
    private final DigitalOutput led;

    /** Takes two pins of whatever providers the context has; shuts the context down if it cannot. */
    Board(Context context, int buttonPin, int ledPin) {
        this.context = context;
        try {
            button = context.create(DigitalInput.newConfigBuilder(context)
                    .id("button")
                    .name("Button")
                    .address(buttonPin)
                    .pull(PullResistance.PULL_UP)
                    .debounce(DEBOUNCE_MILLIS, TimeUnit.MILLISECONDS)
                    .build());
            led = context.create(DigitalOutput.newConfigBuilder(context)
                    .id("led")
                    .name("LED")
                    .address(ledPin)
                    .initial(DigitalState.LOW)
                    .shutdown(DigitalState.LOW)
                    .build());
        } catch (RuntimeException | LinkageError e) {
            context.shutdown();
            throw e;
        }
    }

    /**
     * Calls this each time the button goes down, on a thread of the GPIO's: it must not wait for anything.
     */
    public final void onPress(Runnable action) {
        button.addListener(event -> {
            if (event.state() == PRESSED) {
                action.run();
            }
        });
    }

    /** Switches the LED on or off. */
    public final void light(boolean on) {
        led.setState(on);
    }

    /** Whether the LED is on. */
    public final boolean isLit() {
        return led.isHigh();
    }

    /** Switches the LED off and lets go of the pins. */
    @Override
    public final void close() {
        context.shutdown();
    }

    final DigitalInput button() {
        return button;
    }
}
