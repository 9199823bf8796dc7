package io.wwep.client.internal;

import io.wwep.client.WwepListener;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The events that wait for one listener. A worker delivers them one at a time and in order. If the listener is slower than the
 * exchanges, events are dropped. Thread-safe.
 */
final class ListenerQueue implements Runnable {

    /** How many events may wait for the listener. */
    static final int MOST = 10_000;

    private final WwepListener listener;
    private final Executor workers;
    private final ConcurrentLinkedQueue<Consumer<WwepListener>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger dropped = new AtomicInteger();
    private final AtomicBoolean warned = new AtomicBoolean();
    private final AtomicBoolean running = new AtomicBoolean();

    ListenerQueue(WwepListener listener, Executor workers) {
        this.listener = listener;
        this.workers = workers;
    }

    /** Adds an event, unless too many are waiting. Neither blocks nor logs, so it may be called under a lock. */
    void note(Consumer<WwepListener> event) {
        if (count.get() >= MOST) {
            dropped.incrementAndGet();
            return;
        }
        count.incrementAndGet();
        waiting.add(event);
    }

    /** Starts a worker that delivers the waiting events, unless one is running. */
    void dispatch() {
        if (dropped.get() > 0 && warned.compareAndSet(false, true)) {
            WireLog.listenerIsSlow(listener, MOST);
        }
        if (!waiting.isEmpty() && running.compareAndSet(false, true)) {
            try {
                workers.execute(this);
            } catch (RuntimeException | Error e) { // no thread can start at the moment: the next event tries again
                running.set(false);
                WireLog.listenerWaits(listener, e);
            }
        }
    }

    /** Delivers events until none is waiting. */
    @Override
    public void run() {
        do {
            for (Consumer<WwepListener> event = waiting.poll(); event != null; event = waiting.poll()) {
                count.decrementAndGet();
                call(event);
            }
            int lost = dropped.getAndSet(0);
            if (lost > 0) {
                warned.set(false);
                WireLog.listenerHasCaughtUp(listener, lost);
            }
            running.set(false);
        } while (!waiting.isEmpty() && running.compareAndSet(false, true));
    }

    private void call(Consumer<WwepListener> event) {
        try {
            event.accept(listener);
        } catch (Throwable e) { // includes an AssertionError from a test's listener
            WireLog.listenerFailed(listener, e);
        }
    }
}
