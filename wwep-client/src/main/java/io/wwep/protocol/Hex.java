package io.wwep.protocol;

import java.util.Arrays;

/** Hexadecimal digits of WWEP: writes upper case, reads either case. */
final class Hex {

    private static final byte[] DIGITS = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'
    };

    /** The value of each byte as a digit, or -1. */
    private static final byte[] VALUES = new byte[0x100];

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (int value = 0; value < DIGITS.length; value++) {
            VALUES[DIGITS[value]] = (byte) value;
            VALUES[Character.toLowerCase(DIGITS[value])] = (byte) value;
        }
    }

    private Hex() {}

    /** Returns the value of a digit, or -1 if the byte is not a digit. */
    static int digit(byte b) {
        return VALUES[b & 0xFF];
    }

    /** Returns the value of the two digits at this offset, or a negative number if one of the bytes is not a digit. */
    static int two(byte[] bytes, int offset) {
        return digit(bytes[offset]) << 4 | digit(bytes[offset + 1]);
    }

    /** Writes the lowest two digits of a number; returns the offset after them. */
    static int putTwo(int number, byte[] target, int offset) {
        target[offset] = DIGITS[number >>> 4 & 0xF];
        target[offset + 1] = DIGITS[number & 0xF];
        return offset + 2;
    }

    /** Writes the lowest four digits of a number; returns the offset after them. */
    static int putFour(int number, byte[] target, int offset) {
        return putTwo(number, target, putTwo(number >>> 8, target, offset));
    }
}
