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
 * Measures the cost of an exchange on the client's side, in all threads of the process, since some clients use their
 * own threads. No times are compared, so clients are not interleaved.
 *
 * @param batch the number of exchanges at once
 * @param goal the maximum cost of one exchange
 */
record CostRow(String name, String title, Work work, int batch, Cost cost, double goal) implements Row {

    /** Compiled code costs less than interpreted code, and the compiler has only one core here. */
    private static final int WARM_UP = 4;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** The kinds of cost. */
    enum Cost {
        /** Bytes allocated on the heap. */
        BYTES(Unit.BYTES),
        /** User and system time, without the threads of the compiler and the garbage collector. */
        CPU(Unit.NANOSECONDS);

        private final Unit unit;

        Cost(Unit unit) {
            this.unit = unit;
        }

        /** Returns the cost of all live threads so far. */
        private long total() {
            long[] ids = THREADS.getAllThreadIds();
            long sum = 0;
            // A thread that has just ended reports -1.
            for (long each : this == BYTES ? THREADS.getThreadAllocatedBytes(ids) : THREADS.getThreadCpuTime(ids)) {
                sum += Math.max(0, each);
            }
            return sum;
        }
    }

    /** The placement hardly affects the cost; one core runs the most exchanges in the time. */
    @Override
    public List<Placement> placements(boolean quick) {
        return List.of(Placement.ONE_CORE);
    }

    @Override
    public void run(RowContext context, Report report) throws Exception {
        ClientUnderTest ours = new Ours();
        Figures us = measure(ours, Rows.server(ours), context);
        Figures raw = measure(new RawSocket(ours.wire()), Rows.server(ours), context);
        String best = "";
        double least = Double.MAX_VALUE;
        try (Contenders none = new Contenders()) {
            for (ClientUnderTest peer : none.peers(context, work, false)) {
                Figures figures = measure(peer, Rows.server(peer), context);
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

    private Figures measure(ClientUnderTest client, ServerKind server, RowContext context) throws Exception {
        Effort effort = context.effort();
        Target target = context.servers().target(server, false);
        Session session = work == Work.FUTURES ? client.openFutures(target) : client.open(target);
        try {
            run(session, effort.longerWarmUp(WARM_UP).warmUp());
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

    /** Runs exchanges for this time, at least one; returns their number. */
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
