package io.wwep.examples.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SimulatedBoardTest {

    @Test
    void eachPressIsToldOnce() {
        AtomicInteger presses = new AtomicInteger();
        try (SimulatedBoard board = new SimulatedBoard()) {
            board.onPress(presses::incrementAndGet);

            board.press();
            assertThat(presses).hasValue(1);
            board.press();
            assertThat(presses).hasValue(2);
        }
    }

    @Test
    void theLedIsOffUntilItIsLit() {
        try (SimulatedBoard board = new SimulatedBoard()) {
            assertThat(board.isLit()).isFalse();
            board.light(true);
            assertThat(board.isLit()).isTrue();
            board.light(false);
            assertThat(board.isLit()).isFalse();
        }
    }

    @Test
    void twoBoardsKnowNothingOfEachOther() {
        try (SimulatedBoard one = new SimulatedBoard();
                SimulatedBoard other = new SimulatedBoard()) {
            one.light(true);
            assertThat(other.isLit()).isFalse();
        }
    }
}
