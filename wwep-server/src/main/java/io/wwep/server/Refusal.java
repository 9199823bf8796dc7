package io.wwep.server;

import java.util.Locale;

/** Why a server answers {@code X}. */
public enum Refusal {

    /** The message is not a request. */
    ILLEGAL_MESSAGE,

    /** A legal read of a register that was never written. */
    NEVER_WRITTEN,

    /** The store has no room for another register; under the course profiles after 401 of them. */
    STORE_FULL,

    /** The store could not be read or written, or could not keep what was written; the log has the cause. */
    STORE_FAILED;

    /** {@return the refusal in words: "never written"} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
