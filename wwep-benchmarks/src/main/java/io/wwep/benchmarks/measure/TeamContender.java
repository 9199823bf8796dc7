package io.wwep.benchmarks.measure;

import io.wwep.benchmarks.client.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/** As many threads as sessions, each of which times every exchange of its own. */
public final class TeamContender implements Contender {

    private final String name;
    private final List<Session> sessions;
    private final ExecutorService threads;

    /**
     * Takes over sessions, and starts a thread for each.
     *
     * @param sessions may be the same one several times, if it is for many threads
     */
    public TeamContender(String name, List<Session> sessions) {
        this.name = name;
        this.sessions = List.copyOf(sessions);
        this.threads = Executors.newFixedThreadPool(sessions.size());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int warmUpTimes() {
        return sessions.get(0).warmUpTimes();
    }

    @Override
    public Timing run(int operations) throws Exception {
        int each = Math.max(1, operations / sessions.size());
        CountDownLatch ready = new CountDownLatch(sessions.size());
        CountDownLatch start = new CountDownLatch(1);
        List<Future<long[]>> runs = new ArrayList<>();
        for (Session session : sessions) {
            Callable<long[]> run = () -> {
                long[] times = new long[each];
                ready.countDown();
                start.await();
                time(session, times);
                return times;
            };
            runs.add(threads.submit(run));
        }
        ready.await();
        long begun = System.nanoTime();
        start.countDown();
        List<long[]> all = new ArrayList<>();
        for (Future<long[]> run : runs) {
            all.add(run.get());
        }
        long nanos = System.nanoTime() - begun;
        long[] times = all.stream().flatMapToLong(LongStream::of).toArray();
        return new Timing(nanos, times.length, Figures.percentile(times, 0.99));
    }

    private static void time(Session session, long[] times) throws Exception {
        long before = System.nanoTime();
        for (int i = 0; i < times.length; i++) {
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
