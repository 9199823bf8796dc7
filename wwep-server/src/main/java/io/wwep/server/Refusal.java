package io.wwep.server;

import java.util.Locale;

/** Why a server answers {@code X}. */
public enum Refusal {

    /** The message is not a request. */
    ILLEGAL_MESSAGE,

    /** A legal read of a register that was never written. */
    NEVER_WRITTEN,

    /** The store has no room for another register. Under the course profiles, the limit is 401. */
    STORE_FULL,

    /** The store could not be read or written, or could not keep the value. The log has the cause. */
    STORE_FAILED;

    /** {@return the refusal as text: "never written"} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
