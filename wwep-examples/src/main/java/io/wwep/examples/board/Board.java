package io.wwep.examples.board;

import com.pi4j.context.Context;
import java.util.ArrayList;
import java.util.List;

/**
 * A board with buttons on GPIO pins, each with an LED beside it.
 *
 * <p>A button connects its pin to ground, as on the course's board: the pin is pulled up and reads low while the button is
 * down. An LED lights while its pin is high.
 *
 * <p>Safe for use by several threads.
 */
public sealed class Board implements AutoCloseable permits SimulatedBoard {

    private final Context context;
    private final List<ButtonAndLed> pairs;

    /** Opens the pins with the context's providers; shuts the context down if that fails. */
    Board(Context context, List<Pins> pins) {
        this.context = context;
        List<ButtonAndLed> taken = new ArrayList<>();
        try {
            for (Pins each : pins) {
                taken.add(new ButtonAndLed(context, taken.size(), each));
            }
        } catch (RuntimeException | LinkageError e) {
            context.shutdown();
            throw e;
        }
        pairs = List.copyOf(taken);
    }

    /** Returns the buttons with their LEDs, in board order. */
    public final List<ButtonAndLed> pairs() {
        return pairs;
    }

    /** Switches the LEDs off and releases the pins. */
    @Override
    public final void close() {
        context.shutdown();
    }
}
