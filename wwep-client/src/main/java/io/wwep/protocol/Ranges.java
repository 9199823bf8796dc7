package io.wwep.protocol;

/** The ranges of the protocol's numbers: what is outside is refused, never cut to fit. */
final class Ranges {

    private Ranges() {}

    static int device(int device) {
        return check("device id", device, 0xFFFF, 4);
    }

    static int register(int register) {
        return check("register", register, 0xFF, 2);
    }

    static int value(int value) {
        return check("value", value, 0xFFFF, 4);
    }

    private static int check(String what, int number, int max, int digits) {
        if (number < 0 || number > max) {
            String hex = number < 0 ? "-" + Integer.toHexString(-number) : Integer.toHexString(number);
            throw new IllegalArgumentException(String.format(
                    "%s %s (hex) is out of range: it must be %s to %X",
                    what, hex.toUpperCase(java.util.Locale.ROOT), "0".repeat(digits), max));
        }
        return number;
    }
}
