package io.wwep.examples.board;

import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.PullResistance;
import java.util.concurrent.TimeUnit;

/**
 * A button of a board and the LED beside it. The caller decides what a press does to the LED.
 *
 * <p>Safe for use by several threads.
 */
public final class ButtonAndLed implements Led {

    static final DigitalState PRESSED = DigitalState.LOW;

    private static final long DEBOUNCE_MILLIS = 20;

    private final int number;
    private final DigitalInput button;
    private final DigitalOutput led;

    ButtonAndLed(Context context, int number, Pins pins) {
        this.number = number;
        button = context.create(DigitalInput.newConfigBuilder(context)
                .id("button" + number)
                .name("Button " + number)
                .address(pins.button())
                .pull(PullResistance.PULL_UP)
                .debounce(DEBOUNCE_MILLIS, TimeUnit.MILLISECONDS)
                .build());
        led = context.create(DigitalOutput.newConfigBuilder(context)
                .id("led" + number)
                .name("LED " + number)
                .address(pins.led())
                .initial(DigitalState.LOW)
                .shutdown(DigitalState.LOW)
                .build());
    }

    @Override
    public int number() {
        return number;
    }

    /** Runs the action each time the button is pressed, on a GPIO thread; the action must not block. */
    public void onPress(Runnable action) {
        button.addListener(event -> {
            if (event.state() == PRESSED) {
                action.run();
            }
        });
    }

    @Override
    public void light(boolean on) {
        led.setState(on);
    }

    @Override
    public boolean isLit() {
        return led.isHigh();
    }

    DigitalInput button() {
        return button;
    }
}
