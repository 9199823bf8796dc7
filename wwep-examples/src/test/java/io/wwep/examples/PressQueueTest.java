package io.wwep.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PressQueueTest {

    private final PressQueue presses = new PressQueue();

    @Test
    void everyPressIsTakenOnceAndThenTheEnd() throws InterruptedException {
        presses.add(0);
        presses.add(1);
        presses.end();

        assertThat(presses.take()).hasValue(0);
        assertThat(presses.take()).hasValue(1);
        assertThat(presses.take()).isEmpty();
    }

    @Test
    void anImmediateEndComesBeforeTheWaitingPresses() throws InterruptedException {
        presses.add(0);
        presses.endNow();

        assertThat(presses.take()).isEmpty();
    }
}
