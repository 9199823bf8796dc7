package io.wwep.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;

/** Reads keys for the led programs, each followed by Enter. */
final class LineKeyboard {

    private final BufferedReader lines;
    private final int buttons;

    /**
     * Creates the keyboard of a board.
     *
     * @param buttons the number of the board's buttons, 1 or 2
     */
    LineKeyboard(InputStream input, int buttons) {
        this.lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
        this.buttons = buttons;
    }

    /** Returns the keys' meanings as text for the user. */
    static String usage(int buttons) {
        return (buttons == 1 ? "Enter presses the button" : "0 or 1 and Enter presses a button")
                + ", q and Enter quits.";
    }

    /** Reads lines on a separate thread and calls back for each, until the end. */
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
            // The terminal is gone.
        }
        end.run();
    }
}
