package io.wwep.benchmarks.row;

import io.wwep.benchmarks.client.ClientUnderTest;
import io.wwep.benchmarks.client.Ours;
import io.wwep.benchmarks.client.RawSocket;
import io.wwep.benchmarks.client.Target;
import io.wwep.benchmarks.client.Work;
import io.wwep.benchmarks.measure.Contender;
import io.wwep.benchmarks.measure.Effort;
import io.wwep.benchmarks.measure.Figures;
import io.wwep.benchmarks.measure.Samples;
import io.wwep.benchmarks.measure.Timing;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whole processes, from their start to the first reply, each client's in turn. */
record ColdStartRow(String name, String title, boolean tls, double millisAboveRaw) implements Row {

    @Override
    public List<Placement> placements(boolean quick) {
        return quick ? List.of(Placement.UNPINNED) : List.of(Placement.values());
    }

    @Override
    public void run(Setting setting, Report report) throws Exception {
        try (Entrants entrants = new Entrants()) {
            ClientUnderTest ours = new Ours();
            enter(ours, setting, entrants);
            enter(new RawSocket(ours.wire()), setting, entrants);
            List<ClientUnderTest> peers = entrants.peers(setting, Work.SYNC, tls);
            for (ClientUnderTest peer : peers) {
                enter(peer, setting, entrants);
            }
            Effort whole = new Effort(setting.effort().processes(), Duration.ZERO, Duration.ZERO, 1, 1);
            List<Samples> samples = entrants.measure(whole);
            Figures raw = samples.get(1).nanosPerOperation();
            List<Rivalry> rivals = new ArrayList<>();
            for (int i = 0; i < peers.size(); i++) {
                rivals.add(new Rivalry(peers.get(i).name(), samples.get(i + 2).nanosPerOperation(), raw));
            }
            report.compare(
                    title,
                    Unit.MILLISECONDS,
                    new Rivalry(ours.name(), samples.get(0).nanosPerOperation(), raw),
                    raw,
                    rivals,
                    entrants.absent(),
                    Optional.of(Goal.aboveRawAtMost(millisAboveRaw, Unit.MILLISECONDS.symbol())));
            entrants.noteAbsent(title, report);
        }
    }

    private void enter(ClientUnderTest client, Setting setting, Entrants entrants) throws IOException {
        Target target = setting.servers().target(Rows.server(client), tls);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                ClassPath.of(client.jars()),
                ColdStartProgram.class.getName(),
                client.getClass().getSimpleName(),
                String.valueOf(target.port())));
        if (target.ca() != null) {
            command.add(target.ca().toString());
        }
        entrants.enter(new Processes(client.name(), command));
    }

    private record Processes(String name, List<String> command) implements Contender {

        @Override
        public Timing run(int operations) throws Exception {
            long begun = System.nanoTime();
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
                String line = output.readLine();
                long nanos = System.nanoTime() - begun;
                if (!"reply".equals(line)) {
                    throw new IOException(name + " got no reply when it was started cold: " + line);
                }
                return new Timing(nanos, 1, Double.NaN);
            } finally {
                // How long a client takes to end is not what this is about, but it must not run into the next one's
                // time.
                process.waitFor();
            }
        }

        @Override
        public void close() {
            // Each process has ended.
        }
    }
}
