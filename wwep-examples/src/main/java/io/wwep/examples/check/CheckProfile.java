package io.wwep.examples.check;

import java.util.Locale;

/** How the checked server uses connections. */
public enum CheckProfile {
    /** Find out, by a second request on a connection. */
    AUTO,
    /** Any number of exchanges on each connection. */
    STANDARD,
    /** One exchange on each connection, as the course's servers do. */
    COURSE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
