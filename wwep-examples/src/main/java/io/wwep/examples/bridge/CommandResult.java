package io.wwep.examples.bridge;

import java.util.Locale;

/** What became of a command. */
enum CommandResult {
    /** The server has written the value. */
    ACCEPTED,
    /** The server refused the value, or the outbox did not accept it. */
    REFUSED,
    /** The value could not be written while the command was valid. */
    EXPIRED,
    /** The command is not a value that the register can hold, or the register is not writable. */
    INVALID,
    /** A newer command for the same register came before this one was written. */
    SUPERSEDED;

    /** Returns the word in messages. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
