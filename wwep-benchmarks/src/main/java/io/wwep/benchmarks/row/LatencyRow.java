package io.wwep.benchmarks.row;

import io.wwep.benchmarks.client.ClientUnderTest;
import io.wwep.benchmarks.client.Ours;
import io.wwep.benchmarks.client.RawSocket;
import io.wwep.benchmarks.client.Session;
import io.wwep.benchmarks.client.Target;
import io.wwep.benchmarks.client.Work;
import io.wwep.benchmarks.measure.Contender;
import io.wwep.benchmarks.measure.Figures;
import io.wwep.benchmarks.measure.OpenLoopContender;
import io.wwep.benchmarks.measure.Samples;
import io.wwep.benchmarks.measure.ThreadsContender;
import io.wwep.benchmarks.server.Servers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Measures the mean latency of exchanges on one connection through a delaying relay, in round trips; the minimum is 1.
 * Compares callers with think time with a raw socket for each, or futures in an open loop with one raw socket with one
 * exchange at a time.
 *
 * @param callers the number of threads that share the connection; 0 for futures
 * @param perSecond the rate of futures; 0 for callers
 */
record LatencyRow(String name, String title, int callers, int perSecond) implements Row {

    private static final Duration THINK_TIME = Duration.ofMillis(3);
    private static final double GOAL = 1.08;

    /** The limit for the raw sockets if the relay is on time. */
    private static final double ON_TIME = 1.02;

    /** Gives a measurement more than a few round trips. */
    private static final int LONGER = 3;

    static LatencyRow callers(int count) {
        return new LatencyRow(
                "latency-" + count, "latency at 20 ms, " + count + (count == 1 ? " caller" : " callers"), count, 0);
    }

    static LatencyRow futures(int perSecond) {
        return new LatencyRow(
                "latency-futures-" + perSecond, "latency at 20 ms, futures at " + perSecond + "/s", 0, perSecond);
    }

    /** On one core, scheduling would dominate, since every peer waits for the network most of the time. */
    @Override
    public List<Placement> placements(boolean quick) {
        return List.of(Placement.UNPINNED);
    }

    @Override
    public void run(RowContext context, Report report) throws Exception {
        try (Contenders contenders = new Contenders()) {
            ClientUnderTest ours = new Ours();
            Target target = context.servers().behindRelay(Rows.server(ours));
            contenders.add(contender(ours, target));
            contenders.add(baseline(new RawSocket(ours.wire()), target));
            List<ClientUnderTest> peers = contenders.peers(context, Work.FUTURES, false);
            for (ClientUnderTest peer : peers) {
                contenders.add(contender(peer, context.servers().behindRelay(Rows.server(peer))));
            }
            List<Samples> samples = contenders.measure(context.effort().longerMeasurement(LONGER));
            Figures raw = samples.get(1).meanNanos();
            // The delay is the same for all protocols, so one baseline serves all clients.
            List<Comparison> comparisons = new ArrayList<>();
            for (int i = 0; i < peers.size(); i++) {
                comparisons.add(
                        new Comparison(peers.get(i).name(), samples.get(i + 2).meanNanos(), raw));
            }
            report.compare(
                    title,
                    Unit.ROUND_TRIPS,
                    new Comparison(ours.name(), samples.get(0).meanNanos(), raw),
                    raw,
                    comparisons,
                    contenders.absent(),
                    Optional.of(Goal.oursAtMost(GOAL, Unit.ROUND_TRIPS.symbol())));
            contenders.noteAbsent(title, report);
            noteDelay(raw, report);
        }
    }

    private void noteDelay(Figures raw, Report report) {
        boolean late = Unit.ROUND_TRIPS.scaled(raw.median()) > ON_TIME;
        report.note(title + ": a round trip is " + Servers.ROUND_TRIP.toMillis() + " ms, through the relay "
                + Unit.MILLISECONDS.text(raw)
                + (late ? ", late: the machine was busy; measure again when it is idle" : ""));
    }

    private Contender contender(ClientUnderTest client, Target target) throws Exception {
        return callers == 0
                ? new OpenLoopContender(client.name(), client.open(target), perSecond)
                : new ThreadsContender(
                        client.name(), Collections.nCopies(callers, client.openShared(target)), THINK_TIME);
    }

    private ThreadsContender baseline(RawSocket raw, Target target) throws Exception {
        List<Session> sockets = new ArrayList<>();
        for (int i = 0; i < Math.max(1, callers); i++) {
            sockets.add(raw.open(target));
        }
        return new ThreadsContender(raw.name(), sockets, THINK_TIME);
    }
}
