package io.wwep.benchmarks.row;

import io.wwep.benchmarks.client.ClientUnderTest;
import io.wwep.benchmarks.client.LockedSession;
import io.wwep.benchmarks.client.Ours;
import io.wwep.benchmarks.client.RawSocket;
import io.wwep.benchmarks.client.Session;
import io.wwep.benchmarks.client.Target;
import io.wwep.benchmarks.client.Work;
import io.wwep.benchmarks.measure.Samples;
import io.wwep.benchmarks.measure.ThreadsContender;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Compares threads that share one connection with as many raw sockets, and with one raw socket behind a lock. */
final class SharedRow implements Row {

    private static final int THREADS = 16;
    private static final String TITLE = THREADS + " threads, 1 connection";

    @Override
    public String name() {
        return "threads-16";
    }

    /** The indices of a client and its two baselines in the samples. */
    private record Indices(ClientUnderTest client, int shared, int sockets, int locked) {

        Comparison besideSockets(List<Samples> samples) {
            return beside(samples, sockets);
        }

        Comparison besideLocked(List<Samples> samples) {
            return beside(samples, locked);
        }

        private Comparison beside(List<Samples> samples, int other) {
            return new Comparison(
                    client.name(),
                    samples.get(shared).nanosPerOperation(),
                    samples.get(other).nanosPerOperation());
        }

        Comparison slowest(List<Samples> samples) {
            return new Comparison(
                    client.name(),
                    samples.get(shared).p99Nanos(),
                    samples.get(sockets).p99Nanos());
        }
    }

    @Override
    public void run(RowContext context, Report report) throws Exception {
        try (Contenders contenders = new Contenders()) {
            Indices ours = addContender(new Ours(), context, contenders);
            List<Indices> peers = new ArrayList<>();
            for (ClientUnderTest peer : contenders.peers(context, Work.SHARED, false)) {
                peers.add(addContender(peer, context, contenders));
            }
            List<Samples> samples = contenders.measure(context.effort());
            report.compare(
                    TITLE + " ÷ " + THREADS + " raw sockets",
                    Unit.MICROSECONDS,
                    ours.besideSockets(samples),
                    samples.get(ours.sockets).nanosPerOperation(),
                    peers.stream().map(peer -> peer.besideSockets(samples)).toList(),
                    contenders.absent(),
                    Optional.of(Goal.ratioAtLeast(3)));
            report.compare(
                    TITLE + " ÷ a lock per round trip",
                    Unit.MICROSECONDS,
                    ours.besideLocked(samples),
                    samples.get(ours.locked).nanosPerOperation(),
                    peers.stream().map(peer -> peer.besideLocked(samples)).toList(),
                    contenders.absent(),
                    Optional.of(Goal.ratioAtLeast(4)));
            report.compare(
                    TITLE + ", p99",
                    Unit.MILLISECONDS,
                    ours.slowest(samples),
                    samples.get(ours.sockets).p99Nanos(),
                    peers.stream().map(peer -> peer.slowest(samples)).toList(),
                    contenders.absent(),
                    Optional.of(Goal.oursAtMost(0.3, Unit.MILLISECONDS.symbol())));
            contenders.noteAbsent(TITLE, report);
        }
    }

    private static Indices addContender(ClientUnderTest client, RowContext context, Contenders contenders)
            throws Exception {
        Target target = context.servers().target(Rows.server(client), false);
        RawSocket raw = new RawSocket(client.wire());
        int shared = contenders.add(team(client.name(), client.openShared(target)));
        List<Session> sockets = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            sockets.add(raw.open(target));
        }
        return new Indices(
                client,
                shared,
                contenders.add(new ThreadsContender(raw.name(), sockets)),
                contenders.add(team("locked " + raw.name(), new LockedSession(raw.open(target)))));
    }

    private static ThreadsContender team(String name, Session shared) {
        return new ThreadsContender(name, Collections.nCopies(THREADS, shared));
    }
}
