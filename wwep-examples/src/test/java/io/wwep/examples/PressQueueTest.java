package io.wwep.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PressQueueTest {

    private final PressQueue presses = new PressQueue();

    @Test
    void everyPressIsTakenOnceAndThenComesTheEnd() throws InterruptedException {
        presses.add();
        presses.add();
        presses.end();

        assertThat(presses.take()).isTrue();
        assertThat(presses.take()).isTrue();
        assertThat(presses.take()).isFalse();
    }

    @Test
    void anEndAtOnceComesBeforeThePressesThatWait() throws InterruptedException {
        presses.add();
        presses.endNow();

        assertThat(presses.take()).isFalse();
    }
}
