package io.wwep.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;

/** Keys for the led programs where each must be followed by Enter. */
final class LineKeyboard {

    private final BufferedReader lines;
    private final int buttons;

    /**
     * The keyboard of a board.
     *
     * @param buttons how many the board has, 1 or 2
     */
    LineKeyboard(InputStream input, int buttons) {
        this.lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
        this.buttons = buttons;
    }

    /** What to do with it, for a person. */
    static String usage(int buttons) {
        return (buttons == 1 ? "Enter presses the button" : "0 or 1 and Enter presses a button")
                + ", q and Enter ends.";
    }

    /** Reads lines on its own thread until the end, and tells what they mean. */
    void start(IntConsumer button, Runnable end) {
        Thread reader = new Thread(() -> read(button, end), "wwep-lines");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(IntConsumer button, Runnable end) {
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                switch (line.strip()) {
                    case "q", "Q" -> {
                        end.run();
                        return;
                    }
                    case "" -> {
                        if (buttons == 1) {
                            button.accept(0);
                        }
                    }
                    case "0", "1" -> {
                        if (buttons > 1) {
                            button.accept(Integer.parseInt(line.strip()));
                        }
                    }
                    default -> {}
                }
            }
        } catch (IOException e) {
            // A terminal that is gone says no more.
        }
        end.run();
    }
}
