package io.wwep.examples;

import io.wwep.examples.board.SimulatedBoard;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Presses the buttons of a simulated board in turn, a given number of times each, at a fixed rate, on a separate
 * thread.
 */
final class PressSchedule implements AutoCloseable {

    private final SimulatedBoard board;
    private final PressQueue presses;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "wwep-button"));
    private final int count;
    private int pressed;

    PressSchedule(SimulatedBoard board, PressQueue presses, int countOfEach) {
        this.board = board;
        this.presses = presses;
        this.count = countOfEach * board.pairs().size();
    }

    void start(Duration every) {
        var unused = clock.scheduleAtFixedRate(this::press, 0, every.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void press() {
        board.press(pressed % board.pairs().size());
        pressed++;
        if (pressed == count) {
            presses.end();
            clock.shutdown();
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
