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
 * Polls sessions once a second by futures, each at a moment of its own within the second, whether its last poll is answered
 * or not. Beside them it polls silent ones, which are to give no answer, each again once its last poll has failed.
 */
public final class Polling {

    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long MOST_SECONDS = 60;

    private final List<? extends Session> sessions;
    private final List<? extends Session> silent;

    /** The silent session whose poll is under way, by its place; null where none is. */
    private final AtomicReferenceArray<Session> waiting;

    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** Does not take the sessions over: who opened them closes them. */
    public Polling(List<? extends Session> sessions, List<? extends Session> silent) {
        this.sessions = List.copyOf(sessions);
        this.silent = List.copyOf(silent);
        this.waiting = new AtomicReferenceArray<>(silent.size());
    }

    /**
     * Polls for this long, at least a second.
     *
     * @return how late each poll was answered, in nanoseconds from when it was due; without those of the silent sessions
     */
    public long[] run(Duration time) throws Exception {
        int seconds = (int) Math.max(1, time.toSeconds());
        long[] lateness = new long[seconds * sessions.size()];
        CountDownLatch answers = new CountDownLatch(lateness.length);
        long begun = System.nanoTime();
        int polled = 0;
        for (int second = 0; second < seconds; second++) {
            int next = 0;
            for (int i = 0; i < sessions.size(); i++) {
                long due = begun + second * PERIOD_NANOS + i * PERIOD_NANOS / sessions.size();
                // The silent ones are spread over the second among the others.
                while (next < silent.size() && (long) next * sessions.size() < (i + 1L) * silent.size()) {
                    pollSilent(next++);
                }
                poll(sessions.get(i), due, polled++, lateness, answers);
            }
        }
        if (!answers.await(MOST_SECONDS, TimeUnit.SECONDS)) {
            throw new TimeoutException(answers.getCount() + " of " + lateness.length
                    + " polls were not answered within " + MOST_SECONDS + " s after the last");
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

    private void pollSilent(int place) throws Exception {
        Session session = silent.get(place);
        if (!waiting.compareAndSet(place, null, session)) {
            return;
        }
        var unused = session.exchangeAsync().whenComplete((answer, failed) -> {
            if (failed == null) {
                failure.compareAndSet(null, new IOException("a silent peer answered: " + answer));
            }
            waiting.set(place, null);
        });
    }
}
