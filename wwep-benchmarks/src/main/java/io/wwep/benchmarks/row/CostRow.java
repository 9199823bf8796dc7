package io.wwep.benchmarks.row;

import com.sun.management.ThreadMXBean;
import io.wwep.benchmarks.client.ClientUnderTest;
import io.wwep.benchmarks.client.Ours;
import io.wwep.benchmarks.client.RawSocket;
import io.wwep.benchmarks.client.Session;
import io.wwep.benchmarks.client.Target;
import io.wwep.benchmarks.client.Work;
import io.wwep.benchmarks.measure.Effort;
import io.wwep.benchmarks.measure.Figures;
import io.wwep.benchmarks.server.ServerKind;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What an exchange costs on the client's side, in all threads of the process together: some clients do their work on threads
 * of their own. Nothing is compared in time, so clients have no turns here but come one after the other.
 *
 * @param batch how many exchanges are done at once
 * @param goal the most that one exchange is to cost
 */
record CostRow(String name, String title, Work work, int batch, Cost cost, double goal) implements Row {

    /** Compiled code costs less than interpreted code, and what compiles has only one core here. */
    private static final int WARM_UP = 4;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** What is counted. */
    enum Cost {
        /** On the heap. */
        BYTES(Unit.BYTES),
        /** User and system time. Without the compiler's and the collector's threads, whose time is not the exchange's alone. */
        CPU(Unit.NANOSECONDS);

        private final Unit unit;

        Cost(Unit unit) {
            this.unit = unit;
        }

        /** What all threads that live have cost so far. */
        private long total() {
            long[] ids = THREADS.getAllThreadIds();
            long sum = 0;
            // A thread that has just ended has -1.
            for (long each : this == BYTES ? THREADS.getThreadAllocatedBytes(ids) : THREADS.getThreadCpuTime(ids)) {
                sum += Math.max(0, each);
            }
            return sum;
        }
    }

    /** It matters little to what is counted where that runs; most exchanges fit into the time on one core. */
    @Override
    public List<Placement> placements(boolean quick) {
        return List.of(Placement.ONE_CORE);
    }

    @Override
    public void run(Setting setting, Report report) throws Exception {
        ClientUnderTest ours = new Ours();
        Figures us = measure(ours, Rows.server(ours), setting);
        Figures raw = measure(new RawSocket(ours.wire()), Rows.server(ours), setting);
        String best = "";
        double least = Double.MAX_VALUE;
        try (Entrants none = new Entrants()) {
            for (ClientUnderTest peer : none.peers(setting, work, false)) {
                Figures figures = measure(peer, Rows.server(peer), setting);
                String text = peer.name() + " " + cost.unit.text(figures);
                report.note(title + ": " + text);
                if (figures.median() < least) {
                    least = figures.median();
                    best = text;
                }
            }
            none.noteAbsent(title, report);
            report.add(
                    title,
                    cost.unit.text(us),
                    cost.unit.text(raw),
                    best.isEmpty() ? none.absent() : best,
                    String.format(Locale.ROOT, "≤ %.0f %s", goal, cost.unit.symbol()),
                    us.median() <= goal ? "meets" : "short");
        }
    }

    private Figures measure(ClientUnderTest client, ServerKind server, Setting setting) throws Exception {
        Effort effort = setting.effort();
        Target target = setting.servers().target(server, false);
        Session session = work == Work.FUTURES ? client.openFutures(target) : client.open(target);
        try {
            run(session, effort.warmer(WARM_UP).warmUp());
            List<Double> costs = new ArrayList<>();
            for (int i = 0; i < effort.repetitions(); i++) {
                long before = cost.total();
                long exchanges = run(session, effort.measured());
                costs.add((double) (cost.total() - before) / exchanges);
            }
            return new Figures(costs);
        } finally {
            session.close();
        }
    }

    /** Fills this time with exchanges, at least one; gives their number. */
    private long run(Session session, Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        long exchanges = 0;
        do {
            if (batch == 1) {
                session.exchange();
            } else {
                session.exchangeAll(batch);
            }
            exchanges += batch;
        } while (System.nanoTime() < end);
        return exchanges;
    }
}
