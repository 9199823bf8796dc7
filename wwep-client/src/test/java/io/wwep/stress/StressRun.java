package io.wwep.stress;

import io.wwep.client.ExchangeOutcome;
import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.client.WwepStatistics;
import io.wwep.pki.IssuedCertificate;
import io.wwep.protocol.WwepException;
import io.wwep.tls.WwepTls;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.SocketFactory;

/**
 * One run with a seed, of one client. The seed determines every choice, with a separate generator for each thread, but not the
 * scheduling of the threads, so a failing seed may need several runs to fail again.
 */
final class StressRun {

    private static final int SYNC_CALLERS = 16;
    private static final int ASYNC_CALLERS = 3;

    /** More than ten times the duration of any run, unless a call hangs. */
    private static final Duration WATCHDOG = Duration.ofSeconds(20);

    private static final String EXECUTOR = "stress-executor";
    private static final String BY_DEFAULT =
            ForkJoinPool.getCommonPoolParallelism() > 1 ? "ForkJoinPool.commonPool-" : "wwep-worker";

    private static final IssuedCertificate ROOT = IssuedCertificate.authority("Stress root");
    private static final IssuedCertificate SERVER =
            IssuedCertificate.named("server").names("127.0.0.1").issuedBy(ROOT);

    private final long seed;
    private final Crew crew;
    private final long end;
    private final SplittableRandom random;
    private final Scenario scenario;
    private final Clock clock = new Clock();
    private final RegisterModel model = new RegisterModel(clock);
    private final CallLog log;
    private final ConcurrentLinkedQueue<Throwable> problems = new ConcurrentLinkedQueue<>();
    private final CountDownLatch callersEnded = new CountDownLatch(1);

    /** A permit for each exchange that the client's recorder received. */
    private final Semaphore recorded = new Semaphore(0);

    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();

    /** The number of requests that are not in the log. */
    private int checks;

    /**
     * Who uses the client.
     *
     * @param stretch how many times as long as usual callers continue to start calls
     * @param completers how the names of the threads begin that complete futures by default, and on the caller's executor
     * @param begin called once there is a client, before it is used
     */
    record Crew(
            int syncCallers, int asyncCallers, int stretch, Duration watchdog, List<String> completers, Begin begin) {

        /** May wait for others. */
        @FunctionalInterface
        interface Begin {

            void await() throws Exception;
        }
    }

    private StressRun(long seed, Crew crew) {
        this.seed = seed;
        this.crew = crew;
        this.end = System.nanoTime() + crew.watchdog().toNanos();
        this.random = new SplittableRandom(seed);
        this.scenario = Scenario.of(random.split());
        this.log = new CallLog(scenario);
    }

    /**
     * Runs a seed.
     *
     * @param counts receives how the calls ended
     * @throws AssertionError if there is a violation
     */
    static void by(long seed, OutcomeCounts counts) throws Exception {
        by(seed, new Crew(SYNC_CALLERS, ASYNC_CALLERS, 1, WATCHDOG, List.of(BY_DEFAULT, EXECUTOR), () -> {}), counts);
    }

    /** Runs a seed with another crew than usual. */
    static void by(long seed, Crew crew, OutcomeCounts counts) throws Exception {
        new StressRun(seed, crew).playAndCheck(counts);
    }

    private void playAndCheck(OutcomeCounts counts) throws Exception {
        play();
        List<String> violations = new ArrayList<>(log.violations());
        problems.forEach(problem -> violations.add("in a thread of the test: " + problem));
        violations.addAll(HistoryCheck.violations(log.calls(), model));
        counts.add(log.calls());
        if (!violations.isEmpty()) {
            throw new AssertionError("seed " + seed + ", " + scenario + ": " + violations.size() + " violations\n"
                    + violations.stream().limit(10).collect(Collectors.joining("\n")));
        }
    }

    private void play() throws Exception {
        FaultyPeer peer =
                new FaultyPeer(model, scenario, random.split(), scenario.tls() ? SERVER.sslContext() : null, problems);
        ExecutorService executor =
                scenario.ownExecutor() ? Executors.newSingleThreadExecutor(work -> new Thread(work, EXECUTOR)) : null;
        WwepClientBuilder builder = builder(peer.port());
        if (executor != null) {
            builder.executor(executor);
        }
        WwepClient client = builder.build();
        try {
            crew.begin().await();
            call(client);
            if (!log.isClosed() && !scenario.timesOut()) {
                peer.behave();
                checkItWorks(client);
            }
            checkCounts(client.statistics());
            client.close();
            peer.stop();
            for (Thread thread : peer.threads()) {
                await(thread);
            }
        } finally {
            client.close();
            peer.stop();
            peer.closeAll();
            if (executor != null) {
                executor.shutdown();
            }
        }
    }

    private WwepClientBuilder builder(int port) {
        SplittableRandom delays = random.split();
        WwepClientBuilder builder = WwepClient.create("127.0.0.1")
                .port(port)
                .mode(scenario.mode())
                .maxInFlight(scenario.maxInFlight())
                .replyTimeout(scenario.replyTimeout())
                .deadline(scenario.deadline())
                .connectTimeout(WATCHDOG)
                .awaitReconnect(scenario.awaitReconnect())
                .addRecorder((request, outcome, nanos) -> record(outcome))
                .reconnect(failures -> {
                    synchronized (delays) {
                        return Duration.ofMillis(delays.nextInt(4));
                    }
                });
        if (scenario.tls()) {
            builder.tls(WwepTls.trustingPem(ROOT.certificatePem())).handshakeTimeout(WATCHDOG);
        }
        return scenario.socketFactory() ? builder.socketFactory(SocketFactory.getDefault()) : builder;
    }

    private void call(WwepClient client) throws InterruptedException {
        long until = System.nanoTime() + crew.stretch() * scenario.duration().toNanos();
        List<SyncCaller> syncCallers = new ArrayList<>();
        for (int i = 0; i < crew.syncCallers(); i++) {
            syncCallers.add(new SyncCaller(i, client, scenario, clock, log, random.split(), until));
        }
        List<AsyncCaller> asyncCallers = new ArrayList<>();
        String completer = crew.completers().get(scenario.ownExecutor() ? 1 : 0);
        for (int i = 0; i < crew.asyncCallers(); i++) {
            asyncCallers.add(new AsyncCaller(
                    crew.syncCallers() + i, client, scenario, clock, log, random.split(), completer, until));
        }
        SplittableRandom moments = random.split();
        Thread disturber = new Thread(() -> disturb(client, syncCallers, moments), "disturber");
        List<Thread> callers = Stream.concat(
                        syncCallers.stream().map(SyncCaller::thread),
                        asyncCallers.stream().map(AsyncCaller::thread))
                .toList();
        Stream.concat(callers.stream(), Stream.of(disturber)).forEach(thread -> {
            thread.setUncaughtExceptionHandler((any, problem) -> problems.add(problem));
            thread.start();
        });
        for (Thread caller : callers) {
            await(caller);
        }
        callersEnded.countDown();
        await(disturber);
    }

    /** Interrupts callers from time to time, and closes the client if the scenario says so. */
    private void disturb(WwepClient client, List<SyncCaller> victims, SplittableRandom moments) {
        long closeAt = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(1_000 + moments.nextInt(100_000));
        boolean closes = scenario.closes();
        try {
            while (!callersEnded.await(100 + moments.nextInt(4_000), TimeUnit.MICROSECONDS)) {
                if (scenario.interrupts() && !victims.isEmpty()) {
                    victims.get(moments.nextInt(victims.size())).interrupt();
                }
                if (closes && System.nanoTime() > closeAt) {
                    closes = false;
                    log.closing(clock.tick());
                    client.close();
                    log.closed(clock.tick());
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("this thread is never interrupted", e);
        }
    }

    private void record(ExchangeOutcome outcome) {
        switch (outcome) {
            case ACCEPTED -> accepted.increment();
            case REFUSED -> refused.increment();
            default -> {}
        }
        recorded.release();
    }

    /** Checks that each request is counted once and recorded once, whatever its outcome. */
    private void checkCounts(WwepStatistics counted) throws InterruptedException {
        long ended = counted.accepted() + counted.refused() + counted.failed();
        long requests = checks
                + log.calls().stream()
                        .mapToLong(call -> call.exchanges().size())
                        .sum();
        if (ended != requests) {
            log.addViolation(requests + " requests ended, and the client counted otherwise: " + counted);
        }
        boolean all = recorded.tryAcquire((int) ended, WATCHDOG.toNanos(), TimeUnit.NANOSECONDS);
        boolean fits = accepted.sum() == counted.accepted() && refused.sum() == counted.refused();
        if (!all || recorded.availablePermits() > 0 || !fits) {
            log.addViolation("recorded: " + accepted + " accepted, " + refused + " refused, "
                    + recorded.availablePermits() + (all ? " too many" : " at all") + "; counted: " + counted);
        }
    }

    /** Checks that the client works once its server behaves, whatever happened before. */
    private void checkItWorks(WwepClient client) throws InterruptedException {
        var unused = new CountDownLatch(1).await(10, TimeUnit.MILLISECONDS);
        try {
            checks++;
            client.find(1, 0);
            checks++;
            client.find(1, 0);
        } catch (WwepException e) {
            log.addViolation("the client does not work any more after all this: " + e);
        }
    }

    private void await(Thread thread) throws InterruptedException {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        thread.join(Math.max(1, left));
        if (thread.isAlive()) {
            throw new AssertionError(scenario + ": " + thread.getName() + " hangs; all threads:\n"
                    + Stream.of(ManagementFactory.getThreadMXBean().dumpAllThreads(true, true))
                            .map(String::valueOf)
                            .collect(Collectors.joining()));
        }
    }
}
