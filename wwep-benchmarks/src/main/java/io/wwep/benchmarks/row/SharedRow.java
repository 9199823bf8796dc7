package io.wwep.benchmarks.row;

import io.wwep.benchmarks.client.ClientUnderTest;
import io.wwep.benchmarks.client.LockedSession;
import io.wwep.benchmarks.client.Ours;
import io.wwep.benchmarks.client.RawSocket;
import io.wwep.benchmarks.client.Session;
import io.wwep.benchmarks.client.Target;
import io.wwep.benchmarks.client.Work;
import io.wwep.benchmarks.measure.Samples;
import io.wwep.benchmarks.measure.TeamContender;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Threads that share one connection, beside as many raw sockets, and beside one raw socket with a lock. */
final class SharedRow implements Row {

    private static final int THREADS = 16;
    private static final String TITLE = THREADS + " threads, 1 connection";

    @Override
    public String name() {
        return "threads-16";
    }

    /** The places of a client and of its two yardsticks among the samples. */
    private record Places(ClientUnderTest client, int shared, int sockets, int locked) {

        Rivalry besideSockets(List<Samples> samples) {
            return beside(samples, sockets);
        }

        Rivalry besideLocked(List<Samples> samples) {
            return beside(samples, locked);
        }

        private Rivalry beside(List<Samples> samples, int other) {
            return new Rivalry(
                    client.name(),
                    samples.get(shared).nanosPerOperation(),
                    samples.get(other).nanosPerOperation());
        }

        Rivalry slowest(List<Samples> samples) {
            return new Rivalry(
                    client.name(),
                    samples.get(shared).p99Nanos(),
                    samples.get(sockets).p99Nanos());
        }
    }

    @Override
    public void run(Setting setting, Report report) throws Exception {
        try (Entrants entrants = new Entrants()) {
            Places ours = enter(new Ours(), setting, entrants);
            List<Places> peers = new ArrayList<>();
            for (ClientUnderTest peer : entrants.peers(setting, Work.SHARED, false)) {
                peers.add(enter(peer, setting, entrants));
            }
            List<Samples> samples = entrants.measure(setting.effort());
            report.compare(
                    TITLE + " ÷ " + THREADS + " raw sockets",
                    Unit.MICROSECONDS,
                    ours.besideSockets(samples),
                    samples.get(ours.sockets).nanosPerOperation(),
                    peers.stream().map(peer -> peer.besideSockets(samples)).toList(),
                    entrants.absent(),
                    Optional.of(Goal.ratioAtLeast(3)));
            report.compare(
                    TITLE + " ÷ a lock per round trip",
                    Unit.MICROSECONDS,
                    ours.besideLocked(samples),
                    samples.get(ours.locked).nanosPerOperation(),
                    peers.stream().map(peer -> peer.besideLocked(samples)).toList(),
                    entrants.absent(),
                    Optional.of(Goal.ratioAtLeast(4)));
            report.compare(
                    TITLE + ", p99",
                    Unit.MILLISECONDS,
                    ours.slowest(samples),
                    samples.get(ours.sockets).p99Nanos(),
                    peers.stream().map(peer -> peer.slowest(samples)).toList(),
                    entrants.absent(),
                    Optional.of(Goal.oursAtMost(0.3, Unit.MILLISECONDS.symbol())));
            entrants.noteAbsent(TITLE, report);
        }
    }

    private static Places enter(ClientUnderTest client, Setting setting, Entrants entrants) throws Exception {
        Target target = setting.servers().target(Rows.server(client), false);
        RawSocket raw = new RawSocket(client.wire());
        int shared = entrants.enter(team(client.name(), client.openShared(target)));
        List<Session> sockets = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            sockets.add(raw.open(target));
        }
        return new Places(
                client,
                shared,
                entrants.enter(new TeamContender(raw.name(), sockets)),
                entrants.enter(team("locked " + raw.name(), new LockedSession(raw.open(target)))));
    }

    private static TeamContender team(String name, Session shared) {
        return new TeamContender(name, Collections.nCopies(THREADS, shared));
    }
}
