package io.wwep.examples;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Formats registers as ranges, such as {@code 00 to 0F, 12}. */
final class RegisterRanges {

    private RegisterRanges() {}

    /**
     * Returns the registers as text.
     *
     * @param registers in ascending order
     */
    static String of(Collection<Integer> registers) {
        List<String> ranges = new ArrayList<>();
        int first = -1;
        int last = -1;
        for (int register : registers) {
            if (first >= 0 && register != last + 1) {
                ranges.add(range(first, last));
                first = register;
            }
            first = first < 0 ? register : first;
            last = register;
        }
        if (first >= 0) {
            ranges.add(range(first, last));
        }
        return String.join(", ", ranges);
    }

    private static String range(int first, int last) {
        return first == last ? String.format("%02X", first) : String.format("%02X to %02X", first, last);
    }
}
