package io.wwep.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegisterGridTest {

    @Test
    void aRegisterIsTheSumOfItsRowAndColumn() {
        List<String> lines = new RegisterGrid(new TreeMap<>(Map.of(0x05, 1, 0x1F, 0xABCD))).lines(80);

        assertThat(lines).hasSize(17);
        assertThat(lines.subList(0, 3))
                .containsExactly(
                        "   0 1 2 3 4    5 6 7 8 9 A B C D E    F",
                        "00 . . . . . 0001 . . . . . . . . .    .",
                        "10 . . . . .    . . . . . . . . . . ABCD");
        assertThat(lines.get(16)).isEqualTo("F0 . . . . .    . . . . . . . . . .    .");
    }

    /** With all registers written, the table is 82 columns wide. */
    @ParameterizedTest
    @CsvSource({"1000, 17, 82", "82, 17, 82", "80, 35, 42", "41, 71, 22", "1, 71, 22"})
    void theTableIsSplitForANarrowTerminal(int width, int lines, int widest) {
        SortedMap<Integer, Integer> all = new TreeMap<>();
        for (int register = 0; register < RegisterScan.REGISTERS; register++) {
            all.put(register, register);
        }

        List<String> grid = new RegisterGrid(all).lines(width);

        assertThat(grid).hasSize(lines);
        assertThat(grid.stream().mapToInt(String::length).max()).hasValue(widest);
    }
}
