package io.wwep.examples;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp;
import org.jline.utils.InfoCmp.Capability;
import org.jspecify.annotations.Nullable;

/** The terminal that a program runs in, and whether the board can be drawn in it. */
final class SystemTerminal {

    private SystemTerminal() {}

    /** Returns this program's terminal; empty if its input and output are not a terminal. */
    static Optional<Terminal> open() {
        // JLine would log an unknown terminal, which obstacle() reports in one line.
        Logger.getLogger("org.jline").setLevel(Level.OFF);
        // Otherwise JLine changes the terminal's settings at the first read, maybe after a signal has restored them.
        System.setProperty(TerminalBuilder.PROP_NON_BLOCKING_READS, "false");
        try {
            return Optional.of(TerminalBuilder.builder()
                    .system(true)
                    .dumb(false)
                    .provider("exec")
                    // JLine would ask the terminal for its modes; a late answer's digits would press buttons.
                    .graphemeCluster(false)
                    .build());
        } catch (IOException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns why nothing can be drawn in this program's terminal; empty if it can, or if its input is not a terminal.
     * Does not open it: JLine may continue to read from an opened terminal and consume the next key.
     */
    static Optional<String> obstacle() {
        Optional<String> size = size(Redirect.INHERIT);
        if (size.isEmpty()) {
            return Optional.empty();
        }
        String type = System.getenv("TERM");
        if (type == null || type.isEmpty()) {
            return Optional.of("TERM is not set, so the type of this terminal is unknown");
        }
        Optional<Map<Capability, String>> abilities = abilities(type);
        if (abilities.isEmpty()) {
            return Optional.of("the terminal type '" + type + "' (TERM) is unknown on this system");
        }
        if (!abilities.get().containsKey(Capability.cursor_up)
                && !abilities.get().containsKey(Capability.cursor_address)) {
            return Optional.of("a terminal of type '" + type + "' (TERM) cannot move its cursor");
        }
        String[] rowsAndColumns = size.get().split(" ");
        return Arrays.asList(rowsAndColumns).contains("0")
                ? Optional.of("this terminal reports " + rowsAndColumns[0] + " rows and "
                        + rowsAndColumns[rowsAndColumns.length - 1] + " columns (stty size)")
                : Optional.empty();
    }

    /** Returns whether standard output is a terminal. */
    static boolean isOutput() {
        return isTerminal(1);
    }

    /** Returns whether standard error is a terminal. */
    static boolean isErrorOutput() {
        return isTerminal(2);
    }

    /** Returns the number of columns if standard output is a terminal that tells; else more than any line needs. */
    static int outputWidth() {
        if (!isTerminal(1)) {
            return Integer.MAX_VALUE;
        }
        return size(Redirect.from(new File("/dev/tty")))
                .map(size -> Integer.parseInt(size.substring(size.indexOf(' ') + 1)))
                .filter(columns -> columns > 0)
                .orElse(Integer.MAX_VALUE);
    }

    private static boolean isTerminal(int descriptor) {
        try {
            return new ProcessBuilder("test", "-t", String.valueOf(descriptor))
                            .inheritIO()
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // as on Windows, which has no such program
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Returns rows and columns as stty prints them; empty if the input is not a terminal. */
    private static Optional<String> size(Redirect input) {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(input)
                    .redirectError(Redirect.DISCARD)
                    .start();
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return stty.waitFor() == 0 && size.matches("\\d+ \\d+") ? Optional.of(size) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Returns the capabilities of a terminal type; empty if it is unknown. */
    private static Optional<Map<Capability, String>> abilities(String type) {
        try {
            @Nullable String known = InfoCmp.getLoadedInfoCmp(type);
            Map<Capability, String> texts = new EnumMap<>(Capability.class);
            InfoCmp.parseInfoCmp(
                    known == null ? InfoCmp.getInfoCmp(type) : known,
                    EnumSet.noneOf(Capability.class),
                    new EnumMap<>(Capability.class),
                    texts);
            return Optional.of(texts);
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    static void close(Terminal terminal) {
        try {
            terminal.close();
        } catch (IOException e) {
            // The terminal is gone.
        }
    }
}
