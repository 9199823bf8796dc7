package io.wwep.benchmarks.row;

import com.sun.management.OperatingSystemMXBean;
import io.wwep.benchmarks.client.ClientUnderTest;
import io.wwep.benchmarks.client.Session;
import io.wwep.benchmarks.client.Target;
import io.wwep.benchmarks.load.Heap;
import io.wwep.benchmarks.load.ServerProcess;
import io.wwep.benchmarks.measure.Figures;
import io.wwep.benchmarks.measure.Polling;
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
 * Many endpoints of one client in one process: idle, polled, and polled with silent ones among them. Prints a line for each
 * {@link EndpointMeasure}.
 */
final class EndpointsProgram {

    /** How many are connected at a time: fewer than a server's backlog holds. */
    private static final int AT_ONCE = 64;

    private static final long PATIENCE_SECONDS = 60;
    private static final int CHUNK = 64 * 1024;

    private final ClientUnderTest client;
    private final Target target;
    private final List<Session> sessions = new ArrayList<>();

    private EndpointsProgram(ClientUnderTest client, Target target) {
        this.client = client;
        this.target = target;
    }

    /**
     * Accepts the client's class, the port, how many endpoints, for how many seconds they are polled, how many of them are
     * silent, the three ports of a silent server, and the file of the authority trusted.
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
        // The connections go with the process, and so do the threads that some clients leave behind.
        System.exit(0);
    }

    /** What the process holds at a moment. */
    private record Held(long heap, long direct, long resident, int descriptors, int threads) {

        static Held now(ClientUnderTest client) throws IOException {
            long heap = Heap.used();
            long direct = client.directMemory();
            for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
                direct += pool.getMemoryUsed();
            }
            ServerProcess.Figures system =
                    ServerProcess.Figures.of(ProcessHandle.current().pid());
            // The JVM's own threads for compiling come and go, and are not among these.
            int threads = ManagementFactory.getThreadMXBean().getThreadCount();
            return new Held(heap, direct, 1024 * system.residentKilobytes(), system.descriptors(), threads);
        }
    }

    private void idle(int count) throws Exception {
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        touchEden();
        int first = Math.max(1, count / 10);
        open(first); // what is loaded once is no endpoint's own
        Held before = Held.now(client);
        open(count - first);
        Held after = Held.now(client);
        double more = count - first;
        print(EndpointMeasure.HEAP, (after.heap - before.heap) / more);
        print(EndpointMeasure.DIRECT, (after.direct - before.direct) / more);
        print(EndpointMeasure.RESIDENT, (after.resident - before.resident) / more);
        print(EndpointMeasure.DESCRIPTORS, (after.descriptors - before.descriptors) / more);
        print(EndpointMeasure.THREADS, after.threads - threads);
    }

    /** The space for new objects becomes resident with the first that is allocated there; that is no endpoint's own. */
    private static void touchEden() {
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getName().contains("Eden")) {
                for (long left = pool.getUsage().getCommitted(); left > 0; left -= CHUNK) {
                    byte[] unused = new byte[CHUNK];
                }
            }
        }
    }

    /** Opens that many, each of which makes one exchange. */
    private void open(int count) throws Exception {
        for (int opened = 0; opened < count; opened += AT_ONCE) {
            List<Session> some = client.openMany(target, Math.min(AT_ONCE, count - opened));
            List<CompletableFuture<?>> replies = new ArrayList<>();
            for (Session session : some) {
                replies.add(session.exchangeAsync());
            }
            for (int i = 0; i < some.size(); i++) {
                some.get(i).verify(replies.get(i).get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            }
            sessions.addAll(some);
        }
    }

    private void poll(Duration time) throws Exception {
        long cpu = cpu();
        long begun = System.nanoTime();
        long[] lateness = new Polling(sessions, List.of()).run(time);
        print(EndpointMeasure.CPU, (cpu() - cpu) / (double) (System.nanoTime() - begun));
        print(EndpointMeasure.P50, Figures.percentile(lateness, 0.5));
        print(EndpointMeasure.P99, Figures.percentile(lateness, 0.99));
        print(EndpointMeasure.MOST, Figures.percentile(lateness, 1));
    }

    private void pollWithSilent(Duration time, int count, List<Target> targets) throws Exception {
        List<Session> silent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Optional<Session> session = client.openLater(targets.get(i % targets.size()));
            if (session.isEmpty()) {
                return;
            }
            silent.add(session.get());
            sessions.remove(sessions.size() - 1).close();
        }
        long cpu = cpu();
        long begun = System.nanoTime();
        long[] lateness = new Polling(sessions, silent).run(time);
        print(EndpointMeasure.OTHERS_CPU, (cpu() - cpu) / (double) (System.nanoTime() - begun));
        print(EndpointMeasure.OTHERS_P50, Figures.percentile(lateness, 0.5));
        print(EndpointMeasure.OTHERS_P99, Figures.percentile(lateness, 0.99));
        print(EndpointMeasure.OTHERS_MOST, Figures.percentile(lateness, 1));
    }

    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static void print(EndpointMeasure measure, double figure) {
        System.out.println(measure.print(figure));
    }
}
