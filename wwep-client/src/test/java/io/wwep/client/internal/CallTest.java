package io.wwep.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.WwepRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class CallTest {

    private static final Duration LIMIT = Duration.ofHours(1);

    /** Like a call of a virtual thread, for which the loop uses the offered lease. */
    @Test
    void aThreadThatDoesNotReadItselfStaysParkedWhenItsCallIsOfferedALease() throws Exception {
        Call call = new Call(new WwepRequest[] {WwepRequest.read(0x0FAC, 0x0B)}, LIMIT, null);
        call.offer();
        Thread waiting = new Thread(() -> call.park(LIMIT.toNanos()), "waiting");
        waiting.start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (waiting.getState() != Thread.State.TIMED_WAITING && waiting.isAlive() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(waiting.getState()).isEqualTo(Thread.State.TIMED_WAITING);
        LockSupport.unpark(waiting);
        waiting.join();
    }
}
