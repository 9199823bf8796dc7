package io.wwep.client.internal;

import static io.wwep.client.internal.SampleCalls.lost;
import static io.wwep.client.internal.SampleCalls.replies;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.internal.Leases.Reader;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The leases of a client with a connection, used by one thread. */
abstract class LeasesFixture {

    static final int WINDOW = 2;

    final NotedEvents events = new NotedEvents();
    final Settings settings = EngineSettings.usual();
    final Closing closing = new Closing();
    final Leases leases = new Leases(settings, new CallQueue(settings, events));
    final ReentrantLock lock = new ReentrantLock();
    final Calls calls = new Calls(leases, closing, lock);
    final Connection connection = connection();
    final Ended ended = new Ended();
    final long now = System.nanoTime();

    Connection connection() {
        return new Connection(1, new MemoryTransport(), 0, 1, settings, closing);
    }

    @BeforeEach
    void connect() {
        assertThat(calls.install(connection, WINDOW)).isTrue();
    }

    @AfterEach
    void theLockIsFree() {
        assertThat(lock.isLocked()).isFalse();
    }

    /** Queues a call with something to send; it gets the write lease if that is free. */
    Call submitted(Call call) throws Exception {
        var unused = calls.submit(call, true);
        return call;
    }

    Call queued(Call call) throws Exception {
        var unused = calls.submit(call, false);
        return call;
    }

    Reader reader() {
        return leases.reader;
    }

    int fill() {
        return calls.fill(connection, new Batches(10), now, true, true, ended);
    }

    /** Returns a call whose requests were sent; no thread has a lease. */
    Call sent(Call call) throws Exception {
        submitted(call);
        assertThat(fill()).isPositive();
        var unused = calls.flushed(Leases.NOBODY);
        return call;
    }

    int answer(Call own, int... registers) {
        return calls.answer(connection, replies(registers), registers.length, now, true, WINDOW, own, ended);
    }

    Loss.Outcome lose(Call victim, boolean settleNow) {
        return calls.lose(connection, new Loss(victim, lost()), settleNow, ended);
    }

    static Call write() {
        return SampleCalls.of(SampleCalls.write(1));
    }
}
