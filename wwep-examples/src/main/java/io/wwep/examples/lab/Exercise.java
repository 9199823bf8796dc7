package io.wwep.examples.lab;

import java.util.Arrays;
import java.util.Optional;

/** An exercise of chapter 6 that the lab ticks off. */
enum Exercise {
    /** An accepted write of register 05 with 0 or 1. */
    TOGGLE("6.1"),
    /** An accepted write, and an illegal message answered X, on the plain port. */
    REPLY("6.2"),
    /** The same on the TLS port. */
    REPLY_OVER_TLS("6.3"),
    /** The student's server passed the check on a plain port. */
    SERVER("6.4"),
    /** The student's server passed the check on a TLS port. */
    TLS_SERVER("6.5"),
    /** Accepted writes on both ports within 10 minutes. */
    DUAL_CLIENT("6.6"),
    /** The student's server passed on both ports, which share their registers. */
    DUAL_SERVER("6.7");

    private final String number;

    Exercise(String number) {
        this.number = number;
    }

    static Optional<Exercise> ofNumber(String number) {
        return Arrays.stream(values())
                .filter(each -> each.number.equals(number))
                .findFirst();
    }

    @Override
    public String toString() {
        return number;
    }
}
