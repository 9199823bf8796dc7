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
 * Whole processes, from their start to the first reply, each client's in turn; ours and raw once more on another JDK, if
 * there is one.
 */
record ColdStartRow(String name, String title, boolean tls, Goal goal, Optional<Goal> goalWithoutBouncyCastle)
        implements Row {

    private static final String BOUNCY_CASTLE = "bc";

    /** Goals in milliseconds more than raw: with all jars that come with our client, and without BouncyCastle's. */
    static ColdStartRow plain(double allJars, double withoutBouncyCastle) {
        return new ColdStartRow(
                "cold-start",
                "cold start to first reply",
                false,
                aboveRaw(allJars),
                Optional.of(aboveRaw(withoutBouncyCastle)));
    }

    /** The goal in milliseconds more than the JDK's own TLS. */
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
    public void run(Setting setting, Report report) throws Exception {
        compare(Jdk.running(), true, setting, report);
        Optional<Jdk> other = Jdk.other();
        if (other.isPresent()) {
            compare(other.get(), false, setting, report);
        } else {
            report.note(title + ": no other JDK 17 or 25 is installed beside the running one");
        }
    }

    private void compare(Jdk jdk, boolean withPeers, Setting setting, Report report) throws Exception {
        String row = title + ", " + jdk.name();
        try (Entrants entrants = new Entrants()) {
            ClientUnderTest ours = new Ours();
            RawSocket yardstick = new RawSocket(ours.wire());
            enter(ours, ours.jars(), jdk, setting, entrants);
            enter(yardstick, yardstick.jars(), jdk, setting, entrants);
            enter(yardstick, ours.jars(), jdk, setting, entrants);
            int lean = goalWithoutBouncyCastle.isPresent()
                    ? enter(ours, withoutBouncyCastle(ours.jars()), jdk, setting, entrants)
                    : -1;
            List<ClientUnderTest> peers = withPeers ? entrants.peers(setting, Work.SYNC, tls) : List.of();
            List<Integer> places = new ArrayList<>();
            for (ClientUnderTest peer : peers) {
                places.add(enter(peer, peer.jars(), jdk, setting, entrants));
            }
            List<Samples> samples = entrants.measure(setting.effort().wholeProcesses());
            Figures raw = samples.get(1).nanosPerOperation();
            List<Rivalry> rivals = new ArrayList<>();
            for (int i = 0; i < peers.size(); i++) {
                rivals.add(new Rivalry(
                        peers.get(i).name(), samples.get(places.get(i)).nanosPerOperation(), raw));
            }
            report.compare(
                    row,
                    Unit.MILLISECONDS,
                    new Rivalry(ours.name(), samples.get(0).nanosPerOperation(), raw),
                    raw,
                    rivals,
                    entrants.absent(),
                    Optional.of(goal));
            if (lean >= 0) {
                report.compare(
                        row + ", without BouncyCastle",
                        Unit.MILLISECONDS,
                        new Rivalry(ours.name(), samples.get(lean).nanosPerOperation(), raw),
                        raw,
                        List.of(),
                        Line.NONE,
                        goalWithoutBouncyCastle);
            }
            // The JDK looks into every jar of a class path when it searches for services, as it does with TLS.
            report.note(row + ": raw with our client's jars on its class path "
                    + Unit.MILLISECONDS.text(samples.get(2).nanosPerOperation()));
            entrants.noteAbsent(row, report);
        }
    }

    /** BouncyCastle may be excluded; only keys in its formats need it. */
    private static List<String> withoutBouncyCastle(List<String> jars) {
        return jars.stream().filter(jar -> !jar.startsWith(BOUNCY_CASTLE)).toList();
    }

    private int enter(ClientUnderTest client, List<String> jars, Jdk jdk, Setting setting, Entrants entrants)
            throws IOException {
        Target target = setting.servers().target(Rows.server(client), tls);
        List<String> command = new ArrayList<>(List.of(
                jdk.java(),
                "-cp",
                ClassPath.of(jars),
                ColdStartProgram.class.getName(),
                client.getClass().getSimpleName(),
                String.valueOf(target.port())));
        if (target.ca() != null) {
            command.add(target.ca().toString());
        }
        return entrants.enter(new ProcessContender(client.name(), command, ColdStartProgram.REPLY));
    }
}
