package io.wwep.protocol;

/** Gathers the hexadecimal digits that follow a message's first byte, however they are split. */
final class HexFields {

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
        int end = Math.min(to, from + missing);
        long number = digits;
        int next = from;
        // By twos, where there are two: most messages come whole.
        while (next + 1 < end) {
            int two = Hex.digit(bytes[next]) << 4 | Hex.digit(bytes[next + 1]);
            if (two < 0) {
                break;
            }
            number = number << 8 | two;
            next += 2;
        }
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

    /** The digits as a number, the last one lowest. */
    long number() {
        return digits;
    }
}
