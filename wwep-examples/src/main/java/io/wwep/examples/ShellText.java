package io.wwep.examples;

import java.nio.file.Path;

/** Text for commands that a person is to copy. */
final class ShellText {

    private ShellText() {}

    /** A path as a shell takes it. */
    static String quoted(Path file) {
        String text = file.toString();
        return text.matches("[\\w./+@%:=-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
