package io.wwep.examples;

import java.io.IOException;
import java.util.function.IntConsumer;
import org.jline.utils.NonBlockingReader;

/** Reads the keys of the led programs: Space or Enter for a single button, digits for several, q or Ctrl-C to quit. */
final class Keyboard {

    private static final int CTRL_C = 3;
    private static final int CTRL_D = 4;
    private static final int ESCAPE = 27;

    /** An arrow key or the like arrives as Escape and more, all at once. */
    private static final long REST_OF_KEY_MILLIS = 20;

    /** Without a timeout, JLine would hold a lock while it waits, and the terminal could not be closed after a signal. */
    private static final long ONE_READ_MILLIS = 60_000;

    private final NonBlockingReader keys;
    private final int buttons;

    /**
     * Creates the keyboard of a board.
     *
     * @param buttons the number of the board's buttons, 1 or 2
     */
    Keyboard(NonBlockingReader keys, int buttons) {
        this.keys = keys;
        this.buttons = buttons;
    }

    /** Returns the keys' meanings as text for the user. */
    static String usage(int buttons) {
        return (buttons == 1 ? "Space or Enter presses the button" : "0 and 1 press the buttons") + ", q quits.";
    }

    /** Reads keys on a separate thread and calls back for each, until the end. */
    void start(IntConsumer button, Runnable end) {
        Thread reader = new Thread(() -> read(button, end), "wwep-keys");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(IntConsumer button, Runnable end) {
        try {
            while (true) {
                int key = keys.read(ONE_READ_MILLIS);
                switch (key) {
                    case ' ', '\r', '\n' -> {
                        if (buttons == 1) {
                            button.accept(0);
                        }
                    }
                    case '0', '1' -> {
                        if (buttons > 1) {
                            button.accept(key - '0');
                        }
                    }
                    case ESCAPE -> skipRestOfKey();
                    case 'q', 'Q', CTRL_C, CTRL_D, NonBlockingReader.EOF -> {
                        end.run();
                        return;
                    }
                    default -> {}
                }
            }
        } catch (IOException e) {
            end.run();
        }
    }

    /** Skips the rest of an escape sequence: a letter; or {@code [}, digits and a letter; or {@code O} and a letter. */
    private void skipRestOfKey() throws IOException {
        if (keys.peek(REST_OF_KEY_MILLIS) < 0) {
            return;
        }
        int next = keys.read(REST_OF_KEY_MILLIS);
        if (next == 'O') {
            keys.read(REST_OF_KEY_MILLIS);
        } else if (next == '[') {
            do {
                next = keys.read(REST_OF_KEY_MILLIS);
            } while (next >= ' ' && next < '@');
        }
    }
}
