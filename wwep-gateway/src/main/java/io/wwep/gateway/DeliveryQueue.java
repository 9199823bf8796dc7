package io.wwep.gateway;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Queues samples for the consumer of a watch, and decodes, filters and delivers them one at a time on its executor. If
 * the consumer is slow, the queue drops samples, so polls never wait. Thread-safe; holds no lock while user code runs.
 */
final class DeliveryQueue<T> implements Runnable {

    private final Reporting<T> reporting;
    private final FailureLog log;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition delivered = lock.newCondition();

    @GuardedBy("lock")
    private final ArrayDeque<Sample> waiting = new ArrayDeque<>(1);

    /** Null once delivery has ended. */
    @GuardedBy("lock")
    private @Nullable Receiver<T> receiver;

    /** The number of readings that the receiver will still accept. */
    @GuardedBy("lock")
    private long demand;

    /** Whether the executor must not be given this queue: it has it already, or deliveries are held. */
    @GuardedBy("lock")
    private boolean scheduled;

    /** Whether no more samples are accepted. */
    @GuardedBy("lock")
    private boolean ended;

    /** Whether only the end is still to be delivered, and no reading. */
    @GuardedBy("lock")
    private boolean discards;

    /** Whether the newest sample was dropped, so the receiver does not have the current value. */
    @GuardedBy("lock")
    private boolean isBehind;

    /** The thread that is calling the receiver now. */
    @GuardedBy("lock")
    private @Nullable Thread deliverer;

    private volatile long dropped;

    /** The last reported reading. Written only on the executor, by one task at a time. */
    private volatile @Nullable Reported<T> last;

    /** The last reported value. */
    private volatile @Nullable T lastValue;

    private volatile long reportedAt;

    /**
     * A reading, without the sample it was decoded from: a gateway keeps one of these for each watch.
     *
     * @param since {@link Sample#reported()} of its sample
     */
    private record Reported<T>(Reading<T> reading, Instant since) {}

    /** Receives the readings. Runs user code. */
    interface Receiver<T> {

        void next(Reading<T> reading);

        /** Signals that no more readings follow. */
        default void end() {}
    }

    /**
     * Creates an empty queue.
     *
     * @param demand the number of readings that the receiver will accept initially
     * @param held whether to deliver nothing until {@link #release}
     */
    DeliveryQueue(Reporting<T> reporting, Receiver<T> receiver, FailureLog log, long demand, boolean held) {
        this.reporting = reporting;
        this.receiver = receiver;
        this.log = log;
        this.demand = demand;
        this.scheduled = held;
    }

    /** Returns the number of samples dropped because the consumer was slow. */
    long dropped() {
        return dropped;
    }

    /** Decodes a sample, and determines when its quality changed to the current one. */
    Reading<T> decode(Sample sample) {
        Reading<T> reading = sample.decode(reporting.device(), reporting.register(), lastValue);
        Reported<T> before = last;
        if (before == null
                || sample.quality() != Quality.GOOD
                || !sample.reported().equals(before.since)) {
            return reading;
        }
        // The sample's quality has been GOOD since then, but decoding may have failed for some of its values.
        return reading.since(
                before.reading.quality() == reading.quality() ? before.reading.reported() : sample.changed());
    }

    // ---- on the gateway's thread ----

    /** Adds a sample that differs from the previous one. */
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

    /** Adds a sample equal to the previous one, if the watch reports unchanged values or the receiver needs it. */
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
            schedules = schedule(); // retries if the executor rejected the task
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

    // ---- on any thread ----

    /** Starts deliveries that were held. */
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

    /** Adds to the number of readings that the receiver will accept. */
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

    /** Accepts no more samples, delivers those that are queued, then ends. */
    void end() {
        end(false);
    }

    /** Accepts no more samples, drops those that are queued, and ends. */
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

    /** Drops the queued samples and delivers nothing more, not even the end. A delivery in progress may complete. */
    void cancel() {
        lock.lock();
        try {
            receiver = null;
            waiting.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Waits, at most the given time, for a delivery in progress, unless it runs on the current thread. */
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

    /** Returns whether the caller must submit this queue to the executor, by {@link #start}. */
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
        } catch (RuntimeException | Error e) { // the executor is shut down or out of threads: the next poll retries
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
            // continue until nothing more can be delivered
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
                    deliver(new Reported<>(reading, sample.reported()));
                }
            }
        } catch (Throwable e) { // from user code
            log.failed("the consumer of a watch of " + reporting.register().name() + " failed", e);
        }
        return true;
    }

    /** Passes a reading to the receiver, or ends it if the reading is null. */
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
