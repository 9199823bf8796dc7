package io.wwep.benchmarks.measure;

import io.wwep.benchmarks.client.Session;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends requests as futures at a given rate, whether or not earlier ones are answered. The time of an exchange starts
 * when it was due, so a delayed sender counts for each delayed request.
 */
public final class OpenLoopContender extends SessionContender {

    private static final long TIMEOUT_SECONDS = 60;

    private final double meanGapNanos;
    private final Random random = new Random(1);

    /**
     * Wraps and owns a session.
     *
     * @param perSecond the mean rate; the gaps are exponentially distributed, the same in every run of the program
     */
    public OpenLoopContender(String name, Session session, int perSecond) {
        super(name, session);
        this.meanGapNanos = 1e9 / perSecond;
    }

    @Override
    public Timing run(int operations) throws Exception {
        long[] times = new long[operations];
        CountDownLatch answers = new CountDownLatch(operations);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        long started = System.nanoTime();
        double due = started;
        for (int i = 0; i < operations; i++) {
            due -= meanGapNanos * Math.log(1 - random.nextDouble());
            send((long) due, i, times, answers, failure);
        }
        if (!answers.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            throw new TimeoutException(name() + ": " + answers.getCount() + " of " + operations
                    + " futures did not complete within " + TIMEOUT_SECONDS + " s after the last was sent");
        }
        Throwable failed = failure.get();
        if (failed != null) {
            throw new IOException(name() + ": an exchange failed: " + failed, failed);
        }
        return Timing.each(System.nanoTime() - started, times);
    }

    private void send(long due, int index, long[] times, CountDownLatch answers, AtomicReference<Throwable> failure)
            throws Exception {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        CompletableFuture<?> unused = session.exchangeAsync().whenComplete((answer, failed) -> {
            times[index] = System.nanoTime() - due;
            try {
                if (failed == null) {
                    session.verify(answer);
                } else {
                    failure.compareAndSet(null, failed);
                }
            } catch (IOException e) {
                failure.compareAndSet(null, e);
            } finally {
                answers.countDown();
            }
        });
    }
}
