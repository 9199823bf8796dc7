package io.wwep.examples.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SimulatedBoardTest {

    @Test
    void eachPressIsReportedOnce() {
        AtomicInteger presses = new AtomicInteger();
        try (SimulatedBoard board = new SimulatedBoard(1)) {
            board.pairs().get(0).onPress(presses::incrementAndGet);

            board.press(0);
            assertThat(presses).hasValue(1);
            board.press(0);
            assertThat(presses).hasValue(2);
        }
    }

    @Test
    void theLedIsOffUntilItIsLit() {
        try (SimulatedBoard board = new SimulatedBoard(1)) {
            assertThat(board.pairs().get(0).isLit()).isFalse();
            board.pairs().get(0).light(true);
            assertThat(board.pairs().get(0).isLit()).isTrue();
            board.pairs().get(0).light(false);
            assertThat(board.pairs().get(0).isLit()).isFalse();
        }
    }

    @Test
    void twoBoardsAreIndependent() {
        try (SimulatedBoard one = new SimulatedBoard(1);
                SimulatedBoard other = new SimulatedBoard(1)) {
            one.pairs().get(0).light(true);
            assertThat(other.pairs().get(0).isLit()).isFalse();
        }
    }

    @Test
    void theButtonsAndLedsOfABoardAreIndependent() {
        List<Integer> presses = new ArrayList<>();
        try (SimulatedBoard board = new SimulatedBoard(2)) {
            board.pairs().forEach(pair -> pair.onPress(() -> presses.add(pair.number())));

            board.press(1);
            board.press(0);
            assertThat(presses).containsExactly(1, 0);
            board.pairs().get(1).light(true);
            assertThat(board.pairs()).extracting(ButtonAndLed::isLit).containsExactly(false, true);
        }
    }
}
