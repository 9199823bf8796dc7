package io.wwep.examples;

import java.time.Duration;
import picocli.CommandLine.Option;

/** The option for the validity of new certificates. */
final class ValidityOption {

    private static final int MAX_DAYS = 36_500;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "365",
            description = "The number of days that a certificate is valid, 1 to " + MAX_DAYS + ". Default:"
                    + " ${DEFAULT-VALUE}.")
    private int days;

    void check() {
        if (days < 1 || days > MAX_DAYS) {
            throw new BadUsageException("--days: " + days + " is out of range: it must be 1 to " + MAX_DAYS);
        }
    }

    Duration time() {
        return Duration.ofDays(days);
    }

    /** Returns text such as: 1 day. */
    @Override
    public String toString() {
        return days + (days == 1 ? " day" : " days");
    }
}
