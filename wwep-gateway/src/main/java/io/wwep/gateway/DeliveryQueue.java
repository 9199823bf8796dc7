package io.wwep.gateway;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The samples that wait for the consumer of a watch. They are decoded, filtered and delivered one after another on its executor;
 * if it is slow, the queue drops samples, so that polls never wait. Thread-safe; no lock is held while users' code runs.
 */
final class DeliveryQueue<T> implements Runnable {

    private final Reporting<T> reporting;
    private final FailureLog log;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition delivered = lock.newCondition();

    @GuardedBy("lock")
    private final ArrayDeque<Sample> waiting = new ArrayDeque<>(1);

    /** Null once nothing more is to be delivered. */
    @GuardedBy("lock")
    private @Nullable Receiver<T> receiver;

    /** How many readings the receiver will accept. */
    @GuardedBy("lock")
    private long demand;

    /** Whether the executor has this to run, or it must not run yet. */
    @GuardedBy("lock")
    private boolean scheduled;

    /** There will be no more samples. */
    @GuardedBy("lock")
    private boolean ended;

    /** What waits is not delivered any more, apart from the end. */
    @GuardedBy("lock")
    private boolean discards;

    /** The newest sample was dropped, so that the receiver does not know the present value yet. */
    @GuardedBy("lock")
    private boolean isBehind;

    /** The thread that is in the receiver now. */
    @GuardedBy("lock")
    private @Nullable Thread deliverer;

    private volatile long dropped;

    /** The last reading that was reported; set by the executor's tasks, of which there is one at a time. */
    private volatile @Nullable Reported<T> last;

    /** The last value that was reported. */
    private volatile @Nullable T lastValue;

    private volatile long reportedAt;

    /** A reading, and the sample that it was decoded from. */
    private record Reported<T>(Reading<T> reading, Sample sample) {}

    /** Gets the readings; code of the user. */
    interface Receiver<T> {

        void next(Reading<T> reading);

        /** There will be no more readings. */
        default void end() {}
    }

    /**
     * Creates an empty queue.
     *
     * @param demand how many readings the receiver will accept at first
     * @param held whether nothing may be delivered before {@link #release}
     */
    DeliveryQueue(Reporting<T> reporting, Receiver<T> receiver, FailureLog log, long demand, boolean held) {
        this.reporting = reporting;
        this.receiver = receiver;
        this.log = log;
        this.demand = demand;
        this.scheduled = held;
    }

    /** Returns how many samples were dropped because the consumer was slow. */
    long dropped() {
        return dropped;
    }

    /** Decodes a sample. */
    Reading<T> decode(Sample sample) {
        Reading<T> reading = sample.decode(reporting.register(), lastValue);
        Reported<T> before = last;
        if (before == null
                || sample.quality() != Quality.GOOD
                || !sample.reported().equals(before.sample.reported())) {
            return reading;
        }
        // It was read all the time, but it may not have decoded all the time.
        return reading.since(
                before.reading.quality() == reading.quality() ? before.reading.reported() : sample.changed());
    }

    // ---- by the gateway's thread ----

    /** Adds a sample that differs from the one before. */
    void offer(Sample sample) {
        boolean schedules;
        lock.lock();
        try {
            if (receiver == null || ended) {
                return;
            }
            if (waiting.size() == reporting.capacity()) {
                countDropped();
                if (reporting.overflow() == Overflow.DROP_NEWEST) {
                    isBehind = true;
                    return;
                }
                waiting.remove();
            }
            waiting.add(sample);
            isBehind = false;
            schedules = schedule();
        } finally {
            lock.unlock();
        }
        start(schedules);
    }

    /** Adds a sample that is equal to the one before, if it is to be reported nevertheless. */
    void offerUnchanged(Sample sample) {
        if (reporting.always() || isWanted()) {
            offer(sample);
        }
    }

    private boolean isWanted() {
        boolean schedules;
        lock.lock();
        try {
            if (isBehind
                    ? waiting.size() < reporting.capacity()
                    : waiting.isEmpty() && isSilentForLong(System.nanoTime())) {
                return true;
            }
            schedules = schedule(); // the executor may have rejected what waits
        } finally {
            lock.unlock();
        }
        start(schedules);
        return false;
    }

    private boolean isSilentForLong(long now) {
        return reporting.maxSilence() > 0 && last != null && now - reportedAt >= reporting.maxSilence();
    }

    @GuardedBy("lock")
    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    private void countDropped() {
        dropped++;
    }

    // ---- by any thread ----

    /** Allows deliveries. */
    void release() {
        boolean schedules;
        lock.lock();
        try {
            scheduled = false;
            schedules = schedule();
        } finally {
            lock.unlock();
        }
        start(schedules);
    }

    /** Accepts more readings. */
    void request(long count) {
        boolean schedules;
        lock.lock();
        try {
            long sum = demand + count;
            demand = sum < 0 ? Long.MAX_VALUE : sum;
            schedules = schedule();
        } finally {
            lock.unlock();
        }
        start(schedules);
    }

    /** There will be no more samples; those that wait are delivered still. */
    void end() {
        end(false);
    }

    /** There will be no more samples, and those that wait are dropped. */
    void endNow() {
        end(true);
    }

    private void end(boolean drops) {
        boolean schedules;
        lock.lock();
        try {
            ended = true;
            if (drops) {
                discards = true;
                waiting.clear();
            }
            schedules = schedule();
        } finally {
            lock.unlock();
        }
        start(schedules);
    }

    /** Drops what waits, and delivers nothing more. A delivery that is under way may still end. */
    void cancel() {
        lock.lock();
        try {
            receiver = null;
            waiting.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until no delivery is under way, unless it is this thread's own; at most the given time. */
    void awaitDelivered(long nanos) {
        long left = nanos;
        lock.lock();
        try {
            while (deliverer != null && deliverer != Thread.currentThread() && left > 0) {
                left = delivered.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether the caller is to have the executor run this. */
    @GuardedBy("lock")
    private boolean schedule() {
        boolean hasWork = receiver != null && (waiting.isEmpty() ? ended : demand > 0);
        if (!hasWork || scheduled) {
            return false;
        }
        scheduled = true;
        return true;
    }

    private void start(boolean schedules) {
        if (!schedules) {
            return;
        }
        try {
            reporting.executor().execute(this);
        } catch (RuntimeException | Error e) { // it was shut down, or has no thread: the next poll tries again
            lock.lock();
            try {
                scheduled = false;
            } finally {
                lock.unlock();
            }
            log.failed("the executor of a watch of " + reporting.register().name() + " accepted no task", e);
        }
    }

    // ---- on the executor ----

    @Override
    public void run() {
        while (deliverOne()) {
            // until nothing is left that may be delivered
        }
    }

    private boolean deliverOne() {
        Sample sample;
        lock.lock();
        try {
            if (receiver == null || (waiting.isEmpty() ? !ended : demand == 0)) {
                scheduled = false;
                return false;
            }
            sample = waiting.poll();
        } finally {
            lock.unlock();
        }
        try {
            if (sample == null) {
                deliver(null);
            } else {
                Reading<T> reading = decode(sample);
                Reported<T> before = last;
                if (reporting.isNews(reading, before == null ? null : before.reading)
                        || isSilentForLong(System.nanoTime())) {
                    deliver(new Reported<>(reading, sample));
                }
            }
        } catch (Throwable e) { // of the user's code
            log.failed("the consumer of a watch of " + reporting.register().name() + " failed", e);
        }
        return true;
    }

    /** Has the receiver get a reading, or the end. */
    private void deliver(@Nullable Reported<T> reading) {
        Receiver<T> to;
        lock.lock();
        try {
            to = receiver;
            if (to == null || (discards && reading != null)) {
                return;
            }
            deliverer = Thread.currentThread();
            if (reading == null) {
                receiver = null;
            } else if (demand != Long.MAX_VALUE) {
                demand--;
            }
        } finally {
            lock.unlock();
        }
        try {
            if (reading == null) {
                to.end();
            } else {
                reported(reading);
                to.next(reading.reading);
            }
        } finally {
            lock.lock();
            try {
                deliverer = null;
                delivered.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private void reported(Reported<T> reported) {
        last = reported;
        reportedAt = System.nanoTime();
        T value = reported.reading.value();
        if (value != null) {
            lastValue = value;
        }
    }
}
