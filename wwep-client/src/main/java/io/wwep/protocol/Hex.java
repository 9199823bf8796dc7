package io.wwep.protocol;

/** Hexadecimal digits as WWEP writes them: upper case out, either case in. */
final class Hex {

    private static final byte[] DIGITS = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'
    };

    private Hex() {}

    /** The value of a digit, or -1 for a byte that is none. */
    static int digit(byte b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        int upper = b & ~0x20;
        return upper >= 'A' && upper <= 'F' ? upper - 'A' + 10 : -1;
    }

    /** Writes the lowest {@code digits} digits of {@code number}; returns the offset after them. */
    static int put(int number, int digits, byte[] target, int offset) {
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            target[offset++] = DIGITS[(number >>> shift) & 0xF];
        }
        return offset;
    }
}
