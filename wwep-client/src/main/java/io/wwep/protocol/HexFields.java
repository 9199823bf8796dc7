package io.wwep.protocol;

/** Collects the hexadecimal digits after a message's first byte, however they are split. */
final class HexFields {

    /** The number of digits of device, register and value together. */
    static final int REGISTER_VALUE = 10;

    private long digits;
    private int missing;

    /** Starts a message that has this many digits. */
    void expect(int count) {
        digits = 0;
        missing = count;
    }

    boolean isComplete() {
        return missing == 0;
    }

    /** Collects the ten digits of device, register and value at this offset; returns false if not all of the bytes are digits. */
    boolean takeRegisterValue(byte[] bytes, int from) {
        long whole = registerValue(bytes, from);
        if (whole < 0) {
            return false;
        }
        digits = whole;
        missing = 0;
        return true;
    }

    /**
     * Consumes digits until the message is complete or a byte is not a digit.
     *
     * @return the offset of the first byte that was not consumed
     */
    int take(byte[] bytes, int from, int to) {
        // Most messages arrive whole.
        if (missing == REGISTER_VALUE && to - from >= REGISTER_VALUE && takeRegisterValue(bytes, from)) {
            return from + REGISTER_VALUE;
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

    /** Returns the number in ten digits at this offset, or a negative number if not all of them are digits. */
    private static long registerValue(byte[] bytes, int at) {
        int first = Hex.two(bytes, at);
        int second = Hex.two(bytes, at + 2);
        int third = Hex.two(bytes, at + 4);
        int fourth = Hex.two(bytes, at + 6);
        int fifth = Hex.two(bytes, at + 8);
        // A negative number makes the whole negative.
        return (long) (first << 8 | second) << 24 | third << 16 | fourth << 8 | fifth;
    }

    /** Returns the digits as a number, the last one lowest. */
    long number() {
        return digits;
    }
}
