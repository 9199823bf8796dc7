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
import io.wwep.benchmarks.measure.TeamContender;
import io.wwep.benchmarks.server.Servers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The mean latency of exchanges on one connection, behind a relay that makes the way long, in round trips: 1 is the least
 * there can be. Of callers that think between their exchanges, beside a raw socket for each; or of futures in an open loop,
 * beside one raw socket with one exchange at a time.
 *
 * @param callers how many threads share the connection; 0 for futures
 * @param perSecond how many futures are sent; 0 for callers
 */
record LatencyRow(String name, String title, int callers, int perSecond) implements Row {

    private static final Duration THINK_TIME = Duration.ofMillis(3);
    private static final double GOAL = 1.08;

    /** What the raw sockets stay within if the relay is on time. */
    private static final double ON_TIME = 1.02;

    /** A measurement is to have more than a few round trips. */
    private static final int LONGER = 3;

    static LatencyRow callers(int count) {
        return new LatencyRow(
                "latency-" + count, "latency at 20 ms, " + count + (count == 1 ? " caller" : " callers"), count, 0);
    }

    static LatencyRow futures(int perSecond) {
        return new LatencyRow(
                "latency-futures-" + perSecond, "latency at 20 ms, futures at " + perSecond + "/s", 0, perSecond);
    }

    /** A core that all share would measure who comes first there, and every peer waits for the way most of the time. */
    @Override
    public List<Placement> placements(boolean quick) {
        return List.of(Placement.UNPINNED);
    }

    @Override
    public void run(Setting setting, Report report) throws Exception {
        try (Entrants entrants = new Entrants()) {
            ClientUnderTest ours = new Ours();
            Target target = setting.servers().distant(Rows.server(ours));
            entrants.enter(contender(ours, target));
            entrants.enter(yardstick(new RawSocket(ours.wire()), target));
            List<ClientUnderTest> peers = entrants.peers(setting, Work.FUTURES, false);
            for (ClientUnderTest peer : peers) {
                entrants.enter(contender(peer, setting.servers().distant(Rows.server(peer))));
            }
            List<Samples> samples = entrants.measure(setting.effort().longer(LONGER));
            Figures raw = samples.get(1).meanNanos();
            // The way is the same for all protocols: one yardstick does for all clients.
            List<Rivalry> rivals = new ArrayList<>();
            for (int i = 0; i < peers.size(); i++) {
                rivals.add(new Rivalry(peers.get(i).name(), samples.get(i + 2).meanNanos(), raw));
            }
            report.compare(
                    title,
                    Unit.ROUND_TRIPS,
                    new Rivalry(ours.name(), samples.get(0).meanNanos(), raw),
                    raw,
                    rivals,
                    entrants.absent(),
                    Optional.of(Goal.oursAtMost(GOAL, Unit.ROUND_TRIPS.symbol())));
            entrants.noteAbsent(title, report);
            noteDelay(raw, report);
        }
    }

    private void noteDelay(Figures raw, Report report) {
        boolean late = Unit.ROUND_TRIPS.scaled(raw.median()) > ON_TIME;
        report.note(title + ": a round trip is " + Servers.ROUND_TRIP.toMillis() + " ms, through the relay "
                + Unit.MILLISECONDS.text(raw)
                + (late ? ", late: the machine was busy, measure again when it is not" : ""));
    }

    private Contender contender(ClientUnderTest client, Target target) throws Exception {
        return callers == 0
                ? new OpenLoopContender(client.name(), client.open(target), perSecond)
                : new TeamContender(client.name(), Collections.nCopies(callers, client.openShared(target)), THINK_TIME);
    }

    private TeamContender yardstick(RawSocket raw, Target target) throws Exception {
        List<Session> sockets = new ArrayList<>();
        for (int i = 0; i < Math.max(1, callers); i++) {
            sockets.add(raw.open(target));
        }
        return new TeamContender(raw.name(), sockets, THINK_TIME);
    }
}
