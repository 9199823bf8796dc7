package io.wwep.benchmarks.row;

import com.sun.management.OperatingSystemMXBean;
import io.wwep.benchmarks.client.ClientUnderTest;
import io.wwep.benchmarks.client.Session;
import io.wwep.benchmarks.client.Target;
import io.wwep.benchmarks.load.Heap;
import io.wwep.benchmarks.load.ServerProcess;
import io.wwep.benchmarks.measure.Figures;
import io.wwep.benchmarks.measure.Polling;
import io.wwep.benchmarks.measure.PrintedFigure;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs many endpoints of one client in one process: idle, polled, and polled with silent ones. Prints a line for each
 * {@link EndpointMeasure}.
 */
final class EndpointsProgram {

    /** The number of concurrent connects: fewer than a server's backlog holds. */
    private static final int AT_ONCE = 64;

    private static final long TIMEOUT_SECONDS = 60;
    private static final int CHUNK = 64 * 1024;

    private final ClientUnderTest client;
    private final Target target;
    private final List<Session> sessions = new ArrayList<>();

    private EndpointsProgram(ClientUnderTest client, Target target) {
        this.client = client;
        this.target = target;
    }

    /**
     * Accepts the client's class, the port, the number of endpoints, the seconds of polling, the number of silent
     * endpoints, the three ports of a silent server, and the file of the trusted authority.
     */
    public static void main(String[] args) throws Exception {
        ClientUnderTest client = ColdStartProgram.client(args[0]);
        int count = Integer.parseInt(args[2]);
        Duration time = Duration.ofSeconds(Long.parseLong(args[3]));
        int silent = Integer.parseInt(args[4]);
        List<Target> silentTargets = List.of(
                new Target(Integer.parseInt(args[5]), null),
                new Target(Integer.parseInt(args[6]), null),
                new Target(Integer.parseInt(args[7]), Path.of(args[8])));
        EndpointsProgram program = new EndpointsProgram(client, new Target(Integer.parseInt(args[1]), null));
        program.idle(count);
        program.poll(time);
        program.pollWithSilent(time, silent, silentTargets);
        // Ends the connections, and the threads that some clients leave behind.
        System.exit(0);
    }

    /** The current resources of the process. */
    private record Resources(long heap, long direct, long resident, int descriptors, int threads) {

        static Resources now(ClientUnderTest client) throws IOException {
            long heap = Heap.used();
            long direct = client.directMemory();
            for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
                direct += pool.getMemoryUsed();
            }
            ServerProcess.Figures system =
                    ServerProcess.Figures.of(ProcessHandle.current().pid());
            // Excludes the JVM's compiler threads, which come and go.
            int threads = ManagementFactory.getThreadMXBean().getThreadCount();
            return new Resources(heap, direct, 1024 * system.residentKilobytes(), system.descriptors(), threads);
        }
    }

    private void idle(int count) throws Exception {
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        touchEden();
        int first = Math.max(1, count / 10);
        // Loads what all endpoints share. That includes the client's pool of direct buffers, which is never freed:
        // only the client's own tests can see whether idle endpoints have returned theirs.
        open(first);
        Resources before = Resources.now(client);
        open(count - first);
        Resources after = Resources.now(client);
        double more = count - first;
        print(EndpointMeasure.HEAP, (after.heap - before.heap) / more);
        print(EndpointMeasure.DIRECT, (after.direct - before.direct) / more);
        print(EndpointMeasure.RESIDENT, (after.resident - before.resident) / more);
        print(EndpointMeasure.DESCRIPTORS, (after.descriptors - before.descriptors) / more);
        print(EndpointMeasure.THREADS, after.threads - threads);
    }

    /** Makes the space for new objects resident in advance, so that it does not count for an endpoint. */
    private static void touchEden() {
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getName().contains("Eden")) {
                for (long left = pool.getUsage().getCommitted(); left > 0; left -= CHUNK) {
                    byte[] unused = new byte[CHUNK];
                }
            }
        }
    }

    /** Opens this many endpoints and runs one exchange on each. */
    private void open(int count) throws Exception {
        for (int opened = 0; opened < count; opened += AT_ONCE) {
            List<Session> some = client.openMany(target, Math.min(AT_ONCE, count - opened));
            List<CompletableFuture<?>> replies = new ArrayList<>();
            for (Session session : some) {
                replies.add(session.exchangeAsync());
            }
            for (int i = 0; i < some.size(); i++) {
                some.get(i).verify(replies.get(i).get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
            }
            sessions.addAll(some);
        }
    }

    private void poll(Duration time) throws Exception {
        long cpu = cpu();
        long started = System.nanoTime();
        long[] lateness = new Polling(sessions, List.of()).run(time);
        print(EndpointMeasure.CPU, (cpu() - cpu) / (double) (System.nanoTime() - started));
        print(EndpointMeasure.P50, Figures.percentile(lateness, 0.5));
        print(EndpointMeasure.P99, Figures.percentile(lateness, 0.99));
        print(EndpointMeasure.MAX, Figures.percentile(lateness, 1));
    }

    private void pollWithSilent(Duration time, int count, List<Target> targets) throws Exception {
        List<Session> silent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Optional<Session> session = client.openLazily(targets.get(i % targets.size()));
            if (session.isEmpty()) {
                return;
            }
            silent.add(session.get());
            sessions.remove(sessions.size() - 1).close();
        }
        long cpu = cpu();
        long started = System.nanoTime();
        long[] lateness = new Polling(sessions, silent).run(time);
        print(EndpointMeasure.OTHERS_CPU, (cpu() - cpu) / (double) (System.nanoTime() - started));
        print(EndpointMeasure.OTHERS_P50, Figures.percentile(lateness, 0.5));
        print(EndpointMeasure.OTHERS_P99, Figures.percentile(lateness, 0.99));
        print(EndpointMeasure.OTHERS_MAX, Figures.percentile(lateness, 1));
    }

    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static void print(EndpointMeasure measure, double figure) {
        System.out.println(new PrintedFigure(measure.name(), figure));
    }
}
