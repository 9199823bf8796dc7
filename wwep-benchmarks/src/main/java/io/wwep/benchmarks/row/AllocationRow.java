package io.wwep.benchmarks.row;

import com.sun.management.ThreadMXBean;
import io.wwep.benchmarks.client.ClientUnderTest;
import io.wwep.benchmarks.client.Ours;
import io.wwep.benchmarks.client.RawSocket;
import io.wwep.benchmarks.client.Session;
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
 * What an exchange allocates on the heap, by all threads of the process together: some clients do their work on threads
 * of their own. Nothing is compared in time, so clients have no turns here but come one after the other.
 */
final class AllocationRow implements Row {

    private static final String TITLE = "bytes allocated per sync exchange";

    /** Compiled code allocates less than interpreted code, and what compiles has only one core here. */
    private static final int WARM_UP = 4;

    private static final double GOAL = 32;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Override
    public String name() {
        return "allocation";
    }

    /** It does not matter to what is allocated where that runs; most exchanges fit into the time on one core. */
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
            for (ClientUnderTest peer : none.peers(setting, Work.SYNC, false)) {
                Figures figures = measure(peer, Rows.server(peer), setting);
                String text = peer.name() + " " + Unit.BYTES.text(figures);
                report.note(TITLE + ": " + text);
                if (figures.median() < least) {
                    least = figures.median();
                    best = text;
                }
            }
            none.noteAbsent(TITLE, report);
            report.add(
                    TITLE,
                    Unit.BYTES.text(us),
                    Unit.BYTES.text(raw),
                    best.isEmpty() ? none.absent() : best,
                    String.format(Locale.ROOT, "≤ %.0f B", GOAL),
                    us.median() <= GOAL ? "meets" : "short");
        }
    }

    private Figures measure(ClientUnderTest client, ServerKind server, Setting setting) throws Exception {
        Effort effort = setting.effort();
        Session session = client.open(setting.servers().target(server, false));
        try {
            run(session, effort.warmer(WARM_UP).warmUp());
            List<Double> bytes = new ArrayList<>();
            for (int i = 0; i < effort.repetitions(); i++) {
                long before = allocated();
                long exchanges = run(session, effort.measured());
                bytes.add((double) (allocated() - before) / exchanges);
            }
            return new Figures(bytes);
        } finally {
            session.close();
        }
    }

    /** Fills this time with exchanges, at least one; gives their number. */
    private static long run(Session session, Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        long exchanges = 0;
        do {
            session.exchange();
            exchanges++;
        } while (System.nanoTime() < end);
        return exchanges;
    }

    private long allocated() {
        long sum = 0;
        for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
            sum += Math.max(0, bytes);
        }
        return sum;
    }
}
