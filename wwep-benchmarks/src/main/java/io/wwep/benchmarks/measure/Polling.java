package io.wwep.benchmarks.measure;

import io.wwep.benchmarks.client.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Polls sessions once a second with futures, each at a different time within the second, whether or not its last poll
 * was answered. Also polls silent sessions, which must not answer, each again after its last poll failed.
 */
public final class Polling {

    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long TIMEOUT_SECONDS = 60;

    private final List<? extends Session> sessions;
    private final List<? extends Session> silent;

    /** The silent sessions with a poll in flight, by index; null for none. */
    private final AtomicReferenceArray<Session> waiting;

    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** Creates a poller. The caller closes the sessions. */
    public Polling(List<? extends Session> sessions, List<? extends Session> silent) {
        this.sessions = List.copyOf(sessions);
        this.silent = List.copyOf(silent);
        this.waiting = new AtomicReferenceArray<>(silent.size());
    }

    /**
     * Polls for this long, at least a second.
     *
     * @return the lateness of each reply, in nanoseconds since its poll was due; without the silent sessions
     */
    public long[] run(Duration time) throws Exception {
        int seconds = (int) Math.max(1, time.toSeconds());
        long[] lateness = new long[seconds * sessions.size()];
        CountDownLatch answers = new CountDownLatch(lateness.length);
        long started = System.nanoTime();
        int polled = 0;
        for (int second = 0; second < seconds; second++) {
            int next = 0;
            for (int i = 0; i < sessions.size(); i++) {
                long due = started + second * PERIOD_NANOS + i * PERIOD_NANOS / sessions.size();
                // Spreads the silent sessions over the second.
                while (next < silent.size() && (long) next * sessions.size() < (i + 1L) * silent.size()) {
                    pollSilent(next++);
                }
                poll(sessions.get(i), due, polled++, lateness, answers);
            }
        }
        if (!answers.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            throw new TimeoutException(answers.getCount() + " of " + lateness.length
                    + " polls were not answered within " + TIMEOUT_SECONDS + " s after the last");
        }
        Throwable failed = failure.get();
        if (failed != null) {
            throw new IOException("a poll failed: " + failed, failed);
        }
        return lateness;
    }

    private void poll(Session session, long due, int index, long[] lateness, CountDownLatch answers) throws Exception {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        var unused = session.exchangeAsync().whenComplete((answer, failed) -> {
            lateness[index] = System.nanoTime() - due;
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

    private void pollSilent(int index) throws Exception {
        Session session = silent.get(index);
        if (!waiting.compareAndSet(index, null, session)) {
            return;
        }
        var unused = session.exchangeAsync().whenComplete((answer, failed) -> {
            if (failed == null) {
                failure.compareAndSet(null, new IOException("a silent peer answered: " + answer));
            }
            waiting.set(index, null);
        });
    }
}
