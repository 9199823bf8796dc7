package io.wwep.protocol;

import java.util.Locale;

/** The ranges of the protocol's numbers. A number out of range is rejected, never truncated. */
final class Ranges {

    private Ranges() {}

    static void device(int device) {
        check("device id", device, 0xFFFF, 4);
    }

    static void register(int register) {
        check("register", register, 0xFF, 2);
    }

    static void value(int value) {
        check("value", value, 0xFFFF, 4);
    }

    private static void check(String what, int number, int max, int digits) {
        if (number < 0 || number > max) {
            throw new IllegalArgumentException(String.format(
                    "%s %s (hex) is out of range: it must be %s to %X",
                    what, Integer.toString(number, 16).toUpperCase(Locale.ROOT), "0".repeat(digits), max));
        }
    }
}
