package io.wwep.benchmarks.row;

import io.wwep.benchmarks.client.ClientUnderTest;
import io.wwep.benchmarks.client.HandWrittenClient;
import io.wwep.benchmarks.client.Ours;
import io.wwep.benchmarks.client.RawSocket;
import io.wwep.benchmarks.client.Session;
import io.wwep.benchmarks.client.Target;
import io.wwep.benchmarks.client.Work;
import io.wwep.benchmarks.measure.Effort;
import io.wwep.benchmarks.measure.Figures;
import io.wwep.benchmarks.measure.LoopContender;
import io.wwep.benchmarks.measure.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares our client and each peer, on one thread, with a raw socket that sends the same bytes to the same server.
 *
 * @param withHandWritten whether to compare ours also with a hand-written loop that encodes and verifies, unlike a raw
 *     socket
 */
record ComparisonRow(
        String name,
        String title,
        Work work,
        boolean tls,
        int batch,
        int atMost,
        boolean withHandWritten,
        Map<Placement, Goal> goals)
        implements Row {

    private static final int TLS_WARM_UP = 5;

    ComparisonRow(String name, String title, Work work, boolean tls) {
        this(name, title, work, tls, 1, Integer.MAX_VALUE, false, Map.of());
    }

    ComparisonRow goal(Goal goal) {
        return goals(goal, goal);
    }

    ComparisonRow goals(Goal oneCore, Goal unpinned) {
        return new ComparisonRow(
                name,
                title,
                work,
                tls,
                batch,
                atMost,
                withHandWritten,
                Map.of(Placement.ONE_CORE, oneCore, Placement.UNPINNED, unpinned));
    }

    ComparisonRow batch(int size) {
        return new ComparisonRow(name, title, work, tls, size, atMost, withHandWritten, goals);
    }

    ComparisonRow atMost(int operations) {
        return new ComparisonRow(name, title, work, tls, batch, operations, withHandWritten, goals);
    }

    ComparisonRow compareWithHandWritten() {
        return new ComparisonRow(name, title, work, tls, batch, atMost, true, goals);
    }

    /** The indices of a client and its baseline in the samples. */
    private record Indices(ClientUnderTest client, int subject, int raw) {

        Comparison comparison(List<Samples> samples) {
            return new Comparison(client.name(), figures(samples, subject), figures(samples, raw));
        }
    }

    /** A quick run uses the placement of the goal; both if each has a different goal. */
    @Override
    public List<Placement> placements(boolean quick) {
        return goals.values().stream().distinct().count() > 1
                ? List.of(Placement.values())
                : Placement.oneCoreFirst(quick);
    }

    @Override
    public void run(RowContext context, Report report) throws Exception {
        try (Contenders contenders = new Contenders()) {
            ClientUnderTest ours = new Ours();
            boolean supported = ours.unsupportedReason(work, tls).isEmpty();
            int us = supported ? addContender(ours, ours, context, contenders) : -1;
            int raw = addContender(new RawSocket(ours.wire()), ours, context, contenders);
            int coding = withHandWritten ? addContender(new HandWrittenClient(), ours, context, contenders) : -1;
            List<Indices> peers = new ArrayList<>();
            for (ClientUnderTest peer : contenders.peers(context, work, tls)) {
                peers.add(new Indices(
                        peer,
                        addContender(peer, peer, context, contenders),
                        addContender(new RawSocket(peer.wire()), peer, context, contenders)));
            }
            Effort effort = context.effort().atMost(atMost).longerWarmUp(tls ? TLS_WARM_UP : 1);
            List<Samples> samples = contenders.measure(effort);
            Unit unit = batch == 1 ? Unit.MICROSECONDS : Unit.NANOSECONDS;
            report.compare(
                    title,
                    unit,
                    supported ? new Indices(ours, us, raw).comparison(samples) : null,
                    figures(samples, raw),
                    peers.stream().map(indices -> indices.comparison(samples)).toList(),
                    contenders.absent(),
                    Optional.ofNullable(goals.get(report.placement())));
            if (coding >= 0) {
                report.compare(
                        title + ", raw encodes and verifies",
                        unit,
                        supported ? new Indices(ours, us, coding).comparison(samples) : null,
                        figures(samples, coding),
                        List.of(),
                        Line.NONE,
                        Optional.empty());
            }
            contenders.noteAbsent(title, report);
        }
    }

    /** Adds a client on the server of another, which is itself or the one it is the baseline of. */
    private int addContender(ClientUnderTest client, ClientUnderTest with, RowContext context, Contenders contenders)
            throws Exception {
        Target target = context.servers().target(Rows.server(with), tls);
        Session session = switch (work) {
            case CONNECT -> client.openEach(target);
            case FUTURES -> client.openFutures(target);
            case SYNC, SHARED, PIPELINED -> client.open(target);
        };
        return contenders.add(new LoopContender(client.name(), session, batch));
    }

    private static Figures figures(List<Samples> samples, int place) {
        return samples.get(place).nanosPerOperation();
    }
}
