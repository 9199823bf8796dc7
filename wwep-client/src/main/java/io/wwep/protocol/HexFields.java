package io.wwep.protocol;

/** Gathers the hexadecimal digits that follow a message's first byte, however they are split. */
final class HexFields {

    /** How many digits device, register and value have. */
    static final int REGISTER_VALUE = 10;

    private long digits;
    private int missing;

    /** Starts a message with this many digits to come. */
    void expect(int count) {
        digits = 0;
        missing = count;
    }

    boolean isComplete() {
        return missing == 0;
    }

    /**
     * Takes digits until there are enough or a byte is none.
     *
     * @return the offset of the first byte that was not taken
     */
    int take(byte[] bytes, int from, int to) {
        if (missing == REGISTER_VALUE && to - from >= REGISTER_VALUE) {
            // Most messages come whole.
            long whole = registerValue(bytes, from);
            if (whole >= 0) {
                digits = whole;
                missing = 0;
                return from + REGISTER_VALUE;
            }
        }
        int end = Math.min(to, from + missing);
        long number = digits;
        int next = from;
        while (next < end) {
            int digit = Hex.digit(bytes[next]);
            if (digit < 0) {
                break;
            }
            number = number << 4 | digit;
            next++;
        }
        digits = number;
        missing -= next - from;
        return next;
    }

    /** The number in ten digits at this offset, or a negative one if not all are digits. */
    private static long registerValue(byte[] bytes, int at) {
        int first = Hex.two(bytes, at);
        int second = Hex.two(bytes, at + 2);
        int third = Hex.two(bytes, at + 4);
        int fourth = Hex.two(bytes, at + 6);
        int fifth = Hex.two(bytes, at + 8);
        // A negative number makes the whole negative.
        return (long) (first << 8 | second) << 24 | third << 16 | fourth << 8 | fifth;
    }

    /** The digits as a number, the last one lowest. */
    long number() {
        return digits;
    }
}
