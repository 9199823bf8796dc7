package io.wwep.benchmarks.row;

import io.wwep.benchmarks.client.ClientUnderTest;
import io.wwep.benchmarks.client.Ours;
import io.wwep.benchmarks.client.RawSocket;
import io.wwep.benchmarks.client.Target;
import io.wwep.benchmarks.client.Work;
import io.wwep.benchmarks.measure.Figures;
import io.wwep.benchmarks.measure.Samples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Measures whole processes of each client, from their start to the first reply; ours and raw again on another JDK if
 * one is installed.
 */
record ColdStartRow(String name, String title, boolean tls, Goal goal, Optional<Goal> goalWithoutBouncyCastle)
        implements Row {

    private static final String BOUNCY_CASTLE = "bc";

    /**
     * Creates the plain row. The goals are milliseconds above raw: with all jars of our client, and without
     * BouncyCastle's.
     */
    static ColdStartRow plain(double allJars, double withoutBouncyCastle) {
        return new ColdStartRow(
                "cold-start",
                "cold start to first reply",
                false,
                aboveRaw(allJars),
                Optional.of(aboveRaw(withoutBouncyCastle)));
    }

    /** Creates the TLS row. The goal is milliseconds above the JDK's TLS. */
    static ColdStartRow tls(double allJars) {
        return new ColdStartRow(
                "tls-cold-start", "cold start to first reply, TLS, PEM CA", true, aboveRaw(allJars), Optional.empty());
    }

    private static Goal aboveRaw(double millis) {
        return Goal.aboveRawAtMost(millis, Unit.MILLISECONDS.symbol());
    }

    @Override
    public List<Placement> placements(boolean quick) {
        return quick ? List.of(Placement.UNPINNED) : List.of(Placement.values());
    }

    @Override
    public void run(RowContext context, Report report) throws Exception {
        compare(Jdk.running(), true, context, report);
        Optional<Jdk> other = Jdk.other();
        if (other.isPresent()) {
            compare(other.get(), false, context, report);
        } else {
            report.note(title + ": no other JDK 17 or 25 is installed next to the running one");
        }
    }

    private void compare(Jdk jdk, boolean withPeers, RowContext context, Report report) throws Exception {
        String row = title + ", " + jdk.name();
        try (Contenders contenders = new Contenders()) {
            ClientUnderTest ours = new Ours();
            RawSocket baseline = new RawSocket(ours.wire());
            addContender(ours, ours.jars(), jdk, context, contenders);
            addContender(baseline, baseline.jars(), jdk, context, contenders);
            addContender(baseline, ours.jars(), jdk, context, contenders);
            int lean = goalWithoutBouncyCastle.isPresent()
                    ? addContender(ours, withoutBouncyCastle(ours.jars()), jdk, context, contenders)
                    : -1;
            List<ClientUnderTest> peers = withPeers ? contenders.peers(context, Work.SYNC, tls) : List.of();
            List<Integer> indices = new ArrayList<>();
            for (ClientUnderTest peer : peers) {
                indices.add(addContender(peer, peer.jars(), jdk, context, contenders));
            }
            List<Samples> samples = contenders.measure(context.effort().wholeProcesses());
            Figures raw = samples.get(1).nanosPerOperation();
            List<Comparison> comparisons = new ArrayList<>();
            for (int i = 0; i < peers.size(); i++) {
                comparisons.add(new Comparison(
                        peers.get(i).name(), samples.get(indices.get(i)).nanosPerOperation(), raw));
            }
            report.compare(
                    row,
                    Unit.MILLISECONDS,
                    new Comparison(ours.name(), samples.get(0).nanosPerOperation(), raw),
                    raw,
                    comparisons,
                    contenders.absent(),
                    Optional.of(goal));
            if (lean >= 0) {
                report.compare(
                        row + ", without BouncyCastle",
                        Unit.MILLISECONDS,
                        new Comparison(ours.name(), samples.get(lean).nanosPerOperation(), raw),
                        raw,
                        List.of(),
                        Line.NONE,
                        goalWithoutBouncyCastle);
            }
            // The JDK opens every jar of the class path to find services, for example for TLS.
            report.note(row + ": raw with our client's jars on its class path "
                    + Unit.MILLISECONDS.text(samples.get(2).nanosPerOperation()));
            contenders.noteAbsent(row, report);
        }
    }

    /** Removes BouncyCastle, which only some key formats need. */
    private static List<String> withoutBouncyCastle(List<String> jars) {
        return jars.stream().filter(jar -> !jar.startsWith(BOUNCY_CASTLE)).toList();
    }

    private int addContender(
            ClientUnderTest client, List<String> jars, Jdk jdk, RowContext context, Contenders contenders)
            throws IOException {
        Target target = context.servers().target(Rows.server(client), tls);
        List<String> command = jdk.command(
                "-cp",
                ClassPath.of(jars),
                ColdStartProgram.class.getName(),
                client.getClass().getSimpleName(),
                String.valueOf(target.port()));
        if (target.ca() != null) {
            command.add(target.ca().toString());
        }
        return contenders.add(new ProcessContender(client.name(), command, ColdStartProgram.REPLY));
    }
}
