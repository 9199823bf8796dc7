package io.wwep.benchmarks.soak;

import io.wwep.benchmarks.Machine;
import io.wwep.benchmarks.load.ServerProcess;
import io.wwep.client.ConnectionMode;
import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Runs clients in all modes, plain and over TLS, half of them through a relay that breaks connections, against a server
 * in a separate process. Fails if an acknowledged write is lost or if a resource has grown.
 */
public final class SoakProgram {

    private static final int FAILED = 1;
    private static final int BAD_USAGE = 2;
    private static final int DEFAULT_MINUTES = 10;

    /** Shorter than the default, so that connections left open by a fault are closed before growth is checked. */
    private static final int IDLE_SECONDS = 5;

    private static final int MAX_CONNECTIONS = 1_000;
    private static final int WARM_UP_SECONDS = 30;
    private static final int SAMPLES = 10;
    private static final int SHORTEST_SAMPLE_SECONDS = 10;
    private static final String HOST = "127.0.0.1";
    private static final String ROW = "%8s %12s %9s %9s %8s | %8s %6s %10s | %8s %6s %10s %8s%n";

    private final Path ca;
    private final Outcomes outcomes = new Outcomes();
    private final List<Caller> callers = new ArrayList<>();

    private SoakProgram(Path ca) {
        this.ca = ca;
    }

    /** Accepts the minutes; {@code wwep.home} is the path of the checkout. */
    public static void main(String[] args) throws Exception {
        String minutes = args.length == 0 ? String.valueOf(DEFAULT_MINUTES) : args[0];
        if (args.length > 1 || !minutes.matches("[1-9]\\d{0,4}")) {
            System.err.println("benchmarks: '" + String.join(" ", args)
                    + "' is not a number of minutes. usage: tools/benchmarks soak [MINUTES]");
            System.exit(BAD_USAGE);
        }
        Path certificates = Path.of(System.getProperty("wwep.home", "."), "certs");
        List<String> failures = new SoakProgram(certificates.resolve("wwep-demo-root-ca.pem"))
                .run(certificates, Integer.parseInt(minutes));
        failures.forEach(failure -> System.out.println("FAILED: " + failure));
        System.exit(failures.isEmpty() ? 0 : FAILED);
    }

    private List<String> run(Path certificates, int minutes) throws IOException, InterruptedException {
        Machine.description().forEach(System.out::println);
        try (ServerProcess server = new ServerProcess(certificates, MAX_CONNECTIONS, IDLE_SECONDS);
                FaultyRelay plain = new FaultyRelay(server.plain(), 1);
                FaultyRelay tls = new FaultyRelay(server.tls(), 2)) {
            List<ClientGroup> groups = groups(server, plain, tls);
            System.out.printf(
                    Locale.ROOT,
                    "%d clients, plain and over TLS, in all modes, of %d threads each; half of them through faults%n",
                    groups.size(),
                    ClientGroup.CALLERS);
            System.out.printf(Locale.ROOT, ROW, "", "", "", "", "", "clients:", "", "", "server:", "", "", "");
            System.out.printf(
                    Locale.ROOT,
                    ROW,
                    "seconds",
                    "answered",
                    "not sent",
                    "unknown",
                    "faults",
                    "threads",
                    "files",
                    "heap kB",
                    "threads",
                    "files",
                    "heap kB",
                    "RSS MB");
            int sampleSeconds = Math.max(SHORTEST_SAMPLE_SECONDS, minutes * 60 / SAMPLES);
            long started = System.nanoTime();
            work(groups, WARM_UP_SECONDS);
            Sample before = sampleWhenIdle(server);
            print(started, before, plain, tls);
            long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
            while (System.nanoTime() - end < 0) {
                work(groups, sampleSeconds);
                print(started, sampleWhenIdle(server), plain, tls);
            }
            Sample after = sampleWhenIdle(server);
            verify(server);
            System.out.printf(
                    Locale.ROOT,
                    "%,d connections and %,d faults; %,d acknowledged writes, %,d registers read at the end%n",
                    plain.connections() + tls.connections(),
                    plain.faults() + tls.faults(),
                    callers.stream()
                            .mapToLong(one -> one.ledger().acknowledged())
                            .sum(),
                    callers.stream()
                            .mapToLong(one -> one.ledger().used().length)
                            .sum());
            List<String> failures = new ArrayList<>(outcomes.findings());
            failures.addAll(after.growthSince(before));
            if (failures.isEmpty()) {
                System.out.println("no acknowledged write was lost, and no resource has grown");
            }
            return failures;
        }
    }

    private List<ClientGroup> groups(ServerProcess server, FaultyRelay plain, FaultyRelay tls) throws IOException {
        List<ClientGroup> groups = new ArrayList<>();
        WwepTls trust = WwepTls.trusting(ca);
        for (ConnectionMode mode : ConnectionMode.values()) {
            for (int port : List.of(server.plain().getPort(), plain.port())) {
                groups.add(group(client(port).mode(mode)));
            }
            for (int port : List.of(server.tls().getPort(), tls.port())) {
                groups.add(group(client(port).mode(mode).tls(trust)));
            }
        }
        return groups;
    }

    private static WwepClientBuilder client(int port) {
        return WwepClient.create(HOST)
                .port(port)
                .deadline(Duration.ofSeconds(2))
                .replyTimeout(Duration.ofMillis(500));
    }

    private ClientGroup group(WwepClientBuilder client) {
        List<Caller> own = new ArrayList<>();
        for (int i = 0; i < ClientGroup.CALLERS; i++) {
            int number = callers.size();
            Caller caller = new Caller(new Ledger(number * Ledger.DEVICES), outcomes, number);
            own.add(caller);
            callers.add(caller);
        }
        return new ClientGroup(client, own);
    }

    /** Runs a new client of each group for this time, and closes it. */
    private static void work(List<ClientGroup> groups, int seconds) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        List<Thread> threads = new ArrayList<>();
        for (ClientGroup group : groups) {
            threads.add(new Thread(() -> group.work(end), "soak"));
        }
        for (Thread thread : threads) {
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Takes a sample after the server has closed its broken connections. */
    private static Sample sampleWhenIdle(ServerProcess server) throws IOException, InterruptedException {
        TimeUnit.SECONDS.sleep(IDLE_SECONDS + 2);
        return Sample.of(server);
    }

    private void print(long started, Sample sample, FaultyRelay plain, FaultyRelay tls) {
        List<Object> cells = new ArrayList<>();
        cells.add(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started));
        cells.add(count(outcomes.answered()));
        cells.add(count(outcomes.notSent()));
        cells.add(count(outcomes.unknown()));
        cells.add(count(plain.faults() + tls.faults()));
        cells.addAll(sample.cells());
        System.out.printf(Locale.ROOT, ROW, cells.toArray());
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Reads every acknowledged write through a direct connection. */
    private void verify(ServerProcess server) {
        try (WwepClient direct = WwepClient.create(HOST)
                .port(server.plain().getPort())
                .mode(ConnectionMode.PERSISTENT)
                .build()) {
            callers.forEach(caller -> caller.verify(direct));
        }
    }
}
