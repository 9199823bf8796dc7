package io.wwep.examples;

import io.wwep.examples.board.SimulatedBoard;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Presses the button of a simulated board a number of times, at a steady pace, on a thread of its own. */
final class PressSchedule implements AutoCloseable {

    private final SimulatedBoard board;
    private final PressQueue presses;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "wwep-button"));
    private int left;

    PressSchedule(SimulatedBoard board, PressQueue presses, int count) {
        this.board = board;
        this.presses = presses;
        this.left = count;
    }

    void start(Duration every) {
        var unused = clock.scheduleAtFixedRate(this::press, 0, every.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void press() {
        board.press();
        left--;
        if (left == 0) {
            presses.end();
            clock.shutdown();
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
