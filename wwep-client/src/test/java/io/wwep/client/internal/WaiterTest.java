package io.wwep.client.internal;

import static io.wwep.client.internal.SampleCalls.read;
import static io.wwep.client.internal.SampleCalls.replies;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.WwepRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class WaiterTest {

    private static final long LONG = Duration.ofHours(1).toNanos();

    private final Call call = read(1);

    @Test
    void aParkedThreadIsWokenWhenItIsOfferedALease() throws Exception {
        Waiter waiter = new Waiter(null);
        Thread waiting = new Thread(() -> {
            waiter.start();
            waiter.park(call, LONG);
        });
        park(waiting);
        waiter.offer();
        waiter.unpark();
        waiting.join(20_000);

        assertThat(waiting.isAlive()).isFalse();
    }

    @Test
    void aThreadThatWasOfferedALeaseDoesNotPark() throws Exception {
        doesNotPark(Waiter::offer);
    }

    @Test
    void aThreadWhoseCallIsDoneDoesNotPark() throws Exception {
        doesNotPark(waiter -> {
            call.send(new WwepRequest[1], 0, 1, true);
            call.answer(replies(1), 0, 1, 0);
        });
    }

    private void doesNotPark(Consumer<Waiter> before) throws Exception {
        Thread thread = new Thread(() -> {
            Waiter waiter = Waiter.ofThisThread();
            before.accept(waiter);
            waiter.park(call, LONG);
        });
        thread.setDaemon(true);
        thread.start();
        thread.join(20_000);

        assertThat(thread.isAlive()).isFalse();
    }

    /** Like a virtual thread, for which the loop uses the offered lease. */
    @Test
    void aThreadThatUsesNoLeasesStaysParkedWhenItIsOfferedOne() throws Exception {
        Waiter[] waiter = new Waiter[1];
        Thread waiting = new Thread(() -> waiter[0].park(call, LONG), "waiting");
        waiter[0] = new Waiter(waiting);
        waiter[0].offer();
        park(waiting);
        LockSupport.unpark(waiting);
        waiting.join();
    }

    @Test
    void anOfferIsTakenOnce() {
        Waiter waiter = Waiter.ofThisThread();
        waiter.offer();

        assertThat(waiter.takeOffer()).isTrue();
        assertThat(waiter.takeOffer()).isFalse();
    }

    @Test
    void aLeaseIsNotOfferedWhereNoThreadWaits() {
        Waiter.NONE.offer();

        assertThat(Waiter.NONE.takeOffer()).isFalse();
        assertThat(Waiter.NONE.isThisThread()).isFalse();
    }

    /** Starts a thread, and waits until it is parked. */
    private static void park(Thread waiting) {
        waiting.setDaemon(true);
        waiting.start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (waiting.getState() != Thread.State.TIMED_WAITING && waiting.isAlive() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(waiting.getState()).isEqualTo(Thread.State.TIMED_WAITING);
    }
}
