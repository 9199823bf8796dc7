package io.wwep.examples;

import java.io.IOException;
import org.jline.utils.NonBlockingReader;

/** Keys as the led program knows them: Space or Enter for the button, q or Ctrl-C for the end. */
final class Keyboard {

    private static final int CTRL_C = 3;
    private static final int CTRL_D = 4;
    private static final int ESCAPE = 27;

    /** A key like an arrow comes as Escape and more, all at once. */
    private static final long REST_OF_KEY_MILLIS = 20;

    private final NonBlockingReader keys;

    Keyboard(NonBlockingReader keys) {
        this.keys = keys;
    }

    /** Reads keys on a thread of its own until the end, and tells what they mean. */
    void start(Runnable button, Runnable end) {
        Thread reader = new Thread(() -> read(button, end), "wwep-keys");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(Runnable button, Runnable end) {
        try {
            while (true) {
                switch (keys.read()) {
                    case ' ', '\r', '\n' -> button.run();
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

    /** Escape, and a letter; or with a [ in between also digits; or with an O in between. */
    private void skipRestOfKey() throws IOException {
        if (keys.peek(REST_OF_KEY_MILLIS) < 0) {
            return;
        }
        int next = keys.read();
        if (next == 'O') {
            keys.read(REST_OF_KEY_MILLIS);
        } else if (next == '[') {
            do {
                next = keys.read(REST_OF_KEY_MILLIS);
            } while (next >= ' ' && next < '@');
        }
    }
}
