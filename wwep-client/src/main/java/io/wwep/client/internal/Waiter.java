package io.wwep.client.internal;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The thread that waits for a call. Can be reused for another thread and call.
 *
 * <p>It is offered a lease under the lock of the calls; everything else is changed by the thread itself.
 */
final class Waiter {

    /** Stands for the thread of a call that no thread waits for, such as one with a future. Shared by all: nothing changes it. */
    static final Waiter NONE = new Waiter(null);

    private @Nullable Thread thread;
    private boolean usesLeases;
    private volatile boolean offered;
    private volatile boolean parked;

    /** Whether this thread read the last reply of its call. */
    boolean readLastReply;

    /** Whether this thread has given the read lease back. */
    boolean endedReading;

    /** Whether there were calls that may need the lease when it was given back. */
    boolean leavesOthers;

    /** The calls that this thread ends while it holds a lease. */
    final Ended ended = new Ended();

    /** Creates a waiter for a thread that uses no leases until {@link #start}. */
    Waiter(@Nullable Thread thread) {
        this.thread = thread;
    }

    /** Returns a waiter for the current thread. */
    static Waiter ofThisThread() {
        Waiter created = new Waiter(null);
        created.start();
        return created;
    }

    /** Prepares it for a call of the current thread. */
    void start() {
        Thread current = Thread.currentThread();
        thread = current;
        usesLeases = !VirtualThreads.isVirtual(current);
        offered = false;
        readLastReply = false;
        endedReading = false;
        leavesOthers = false;
    }

    boolean isThisThread() {
        return thread == Thread.currentThread();
    }

    /** Returns whether the thread sends and reads itself, as a platform thread does; otherwise the event loop does that. */
    boolean usesLeases() {
        return usesLeases;
    }

    /**
     * Offers the thread a lease, to send or read for all. The caller must {@linkplain #unpark wake} it next. If the thread does not
     * need the lease, it wakes the next one. Does nothing for {@link #NONE}.
     */
    void offer() {
        if (thread != null) {
            offered = true;
        }
    }

    /** Returns whether the thread was offered a lease, and withdraws the offer. For that thread. */
    boolean takeOffer() {
        boolean taken = offered;
        if (taken) {
            offered = false;
        }
        return taken;
    }

    /** Waits until the call is done, the thread is offered a lease that it can use, or this many nanoseconds have passed. */
    void park(Call call, long nanos) {
        parked = true;
        if (!call.isDone() && !(offered && usesLeases)) {
            LockSupport.parkNanos(call, nanos);
        }
        parked = false;
    }

    /** Wakes the thread if it is waiting, after its call is done or it was {@linkplain #offer() offered} a lease. */
    void unpark() {
        if (parked) {
            LockSupport.unpark(thread);
        }
    }
}
