package io.wwep.protocol;

import java.util.Arrays;

/** Hexadecimal digits as WWEP writes them: upper case out, either case in. */
final class Hex {

    private static final byte[] DIGITS = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'
    };

    /** For each byte its value as a digit, or -1. */
    private static final byte[] VALUES = new byte[0x100];

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (int value = 0; value < DIGITS.length; value++) {
            VALUES[DIGITS[value]] = (byte) value;
            VALUES[Character.toLowerCase(DIGITS[value])] = (byte) value;
        }
    }

    private Hex() {}

    /** The value of a digit, or -1 for a byte that is none. */
    static int digit(byte b) {
        return VALUES[b & 0xFF];
    }

    /** Writes the lowest {@code digits} digits of {@code number}; returns the offset after them. */
    static int put(int number, int digits, byte[] target, int offset) {
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            target[offset++] = DIGITS[(number >>> shift) & 0xF];
        }
        return offset;
    }
}
