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
record ColdStartRow(String name, String title, boolean tls, double millisAboveRaw) implements Row {

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
            List<ClientUnderTest> peers = withPeers ? entrants.peers(setting, Work.SYNC, tls) : List.of();
            for (ClientUnderTest peer : peers) {
                enter(peer, peer.jars(), jdk, setting, entrants);
            }
            List<Samples> samples = entrants.measure(setting.effort().wholeProcesses());
            Figures raw = samples.get(1).nanosPerOperation();
            List<Rivalry> rivals = new ArrayList<>();
            for (int i = 0; i < peers.size(); i++) {
                rivals.add(new Rivalry(peers.get(i).name(), samples.get(i + 3).nanosPerOperation(), raw));
            }
            report.compare(
                    row,
                    Unit.MILLISECONDS,
                    new Rivalry(ours.name(), samples.get(0).nanosPerOperation(), raw),
                    raw,
                    rivals,
                    entrants.absent(),
                    Optional.of(Goal.aboveRawAtMost(millisAboveRaw, Unit.MILLISECONDS.symbol())));
            // The JDK looks into every jar of a class path when it searches for services, as it does with TLS.
            report.note(row + ": raw with our client's jars on its class path "
                    + Unit.MILLISECONDS.text(samples.get(2).nanosPerOperation()));
            entrants.noteAbsent(row, report);
        }
    }

    private void enter(ClientUnderTest client, List<String> jars, Jdk jdk, Setting setting, Entrants entrants)
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
        entrants.enter(new ProcessContender(client.name(), command, ColdStartProgram.REPLY));
    }
}
