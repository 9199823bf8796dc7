package io.wwep.examples;

import java.nio.file.Path;

/** Formats commands for the user to copy. */
final class ShellText {

    private ShellText() {}

    /** Returns a path, quoted for a shell if needed. */
    static String quoted(Path file) {
        String text = file.toString();
        return text.matches("[\\w./+@%:=-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
