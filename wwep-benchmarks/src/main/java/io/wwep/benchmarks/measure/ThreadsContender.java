package io.wwep.benchmarks.measure;

import io.wwep.benchmarks.client.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Runs a thread for each session, which times each exchange and optionally pauses between them. */
public final class ThreadsContender implements Contender {

    private final String name;
    private final List<Session> sessions;
    private final long thinkNanos;
    private final List<Random> pauses;
    private final ExecutorService threads;

    /**
     * Wraps and owns the sessions, and starts a thread for each.
     *
     * @param sessions may contain a session several times if it is safe for several threads
     */
    public ThreadsContender(String name, List<Session> sessions) {
        this(name, sessions, Duration.ZERO);
    }

    /**
     * The same, with think time.
     *
     * @param thinkTime the mean pause of a thread before each exchange, uniformly distributed from zero to twice as
     *     long, the same in every run of the program
     */
    public ThreadsContender(String name, List<Session> sessions, Duration thinkTime) {
        this.name = name;
        this.sessions = List.copyOf(sessions);
        this.thinkNanos = thinkTime.toNanos();
        this.pauses = IntStream.range(0, sessions.size()).mapToObj(Random::new).toList();
        this.threads = Executors.newFixedThreadPool(sessions.size());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int warmUpFactor() {
        return sessions.get(0).warmUpFactor();
    }

    @Override
    public Timing run(int operations) throws Exception {
        int each = Math.max(1, operations / sessions.size());
        CountDownLatch ready = new CountDownLatch(sessions.size());
        CountDownLatch start = new CountDownLatch(1);
        List<Future<long[]>> runs = new ArrayList<>();
        for (int i = 0; i < sessions.size(); i++) {
            Session session = sessions.get(i);
            Random pause = pauses.get(i);
            Callable<long[]> run = () -> {
                long[] times = new long[each];
                ready.countDown();
                start.await();
                time(session, pause, times);
                return times;
            };
            runs.add(threads.submit(run));
        }
        ready.await();
        long started = System.nanoTime();
        start.countDown();
        List<long[]> all = new ArrayList<>();
        for (Future<long[]> run : runs) {
            all.add(run.get());
        }
        long nanos = System.nanoTime() - started;
        long[] times = all.stream().flatMapToLong(LongStream::of).toArray();
        return Timing.each(nanos, times);
    }

    private void time(Session session, Random pause, long[] times) throws Exception {
        long before = System.nanoTime();
        for (int i = 0; i < times.length; i++) {
            if (thinkNanos > 0) {
                TimeUnit.NANOSECONDS.sleep((long) (2 * thinkNanos * pause.nextDouble()));
                before = System.nanoTime();
            }
            session.exchange();
            long now = System.nanoTime();
            times[i] = now - before;
            before = now;
        }
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        for (Session session : sessions) {
            session.close();
        }
    }
}
