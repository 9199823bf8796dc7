package io.wwep.benchmarks.row;

import io.wwep.benchmarks.client.ClientUnderTest;
import io.wwep.benchmarks.client.CodingSocket;
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
 * Our client and each peer on one thread, each beside a raw socket that sends the same bytes to the same server.
 *
 * @param withCoding whether ours is also compared with a hand-written loop that encodes and verifies, as a raw socket does
 *     not
 */
record ComparisonRow(
        String name,
        String title,
        Work work,
        boolean tls,
        int batch,
        int atMost,
        boolean withCoding,
        Map<Placement, Goal> aims)
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
                withCoding,
                Map.of(Placement.ONE_CORE, oneCore, Placement.UNPINNED, unpinned));
    }

    ComparisonRow batch(int size) {
        return new ComparisonRow(name, title, work, tls, size, atMost, withCoding, aims);
    }

    ComparisonRow atMost(int operations) {
        return new ComparisonRow(name, title, work, tls, batch, operations, withCoding, aims);
    }

    ComparisonRow besideCoding() {
        return new ComparisonRow(name, title, work, tls, batch, atMost, true, aims);
    }

    /** The places of a client and of its yardstick among the samples. */
    private record Places(ClientUnderTest client, int subject, int raw) {

        Rivalry rivalry(List<Samples> samples) {
            return new Rivalry(client.name(), figures(samples, subject), figures(samples, raw));
        }
    }

    /** A quick run has the place of the goal; both, where each has a goal for itself. */
    @Override
    public List<Placement> placements(boolean quick) {
        return aims.values().stream().distinct().count() > 1
                ? List.of(Placement.values())
                : Placement.oneCoreFirst(quick);
    }

    @Override
    public void run(Setting setting, Report report) throws Exception {
        try (Entrants entrants = new Entrants()) {
            ClientUnderTest ours = new Ours();
            boolean able = ours.lacks(work, tls).isEmpty();
            int us = able ? enter(ours, ours, setting, entrants) : -1;
            int raw = enter(new RawSocket(ours.wire()), ours, setting, entrants);
            int coding = withCoding ? enter(new CodingSocket(), ours, setting, entrants) : -1;
            List<Places> peers = new ArrayList<>();
            for (ClientUnderTest peer : entrants.peers(setting, work, tls)) {
                peers.add(new Places(
                        peer,
                        enter(peer, peer, setting, entrants),
                        enter(new RawSocket(peer.wire()), peer, setting, entrants)));
            }
            Effort effort = setting.effort().atMost(atMost).warmer(tls ? TLS_WARM_UP : 1);
            List<Samples> samples = entrants.measure(effort);
            Unit unit = batch == 1 ? Unit.MICROSECONDS : Unit.NANOSECONDS;
            report.compare(
                    title,
                    unit,
                    able ? new Places(ours, us, raw).rivalry(samples) : null,
                    figures(samples, raw),
                    peers.stream().map(places -> places.rivalry(samples)).toList(),
                    entrants.absent(),
                    Optional.ofNullable(aims.get(report.placement())));
            if (coding >= 0) {
                report.compare(
                        title + ", raw encodes and verifies",
                        unit,
                        able ? new Places(ours, us, coding).rivalry(samples) : null,
                        figures(samples, coding),
                        List.of(),
                        Line.NONE,
                        Optional.empty());
            }
            entrants.noteAbsent(title, report);
        }
    }

    /** Enters a client with the server of another, which is itself or the one it is the yardstick of. */
    private int enter(ClientUnderTest client, ClientUnderTest with, Setting setting, Entrants entrants)
            throws Exception {
        Target target = setting.servers().target(Rows.server(with), tls);
        Session session = switch (work) {
            case CONNECT -> client.openEach(target);
            case FUTURES -> client.openFutures(target);
            case SYNC, SHARED, PIPELINED -> client.open(target);
        };
        return entrants.enter(new LoopContender(client.name(), session, batch));
    }

    private static Figures figures(List<Samples> samples, int place) {
        return samples.get(place).nanosPerOperation();
    }
}
