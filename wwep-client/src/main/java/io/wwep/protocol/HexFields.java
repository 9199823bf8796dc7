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
        int next = from;
        while (missing > 0 && next < to) {
            int digit = Hex.digit(bytes[next]);
            if (digit < 0) {
                return next;
            }
            digits = digits << 4 | digit;
            missing--;
            next++;
        }
        return next;
    }

    /** The digits as a number, the last one lowest. */
    long number() {
        return digits;
    }
}
