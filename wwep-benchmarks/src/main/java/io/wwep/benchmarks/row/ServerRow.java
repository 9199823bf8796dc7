package io.wwep.benchmarks.row;

import io.wwep.benchmarks.client.RawSocket;
import io.wwep.benchmarks.client.Wire;
import io.wwep.benchmarks.measure.Figures;
import io.wwep.benchmarks.measure.LoopContender;
import io.wwep.benchmarks.measure.Samples;
import io.wwep.benchmarks.server.ServerKind;
import java.util.List;
import java.util.Optional;

/** Our server beside the echo server, with the same raw client: "ours" is our server here, and "raw" the echo server. */
record ServerRow(String name, String title, int batch, double goal) implements Row {

    @Override
    public List<Placement> placements(boolean quick) {
        return Placement.oneCoreFirst(quick);
    }

    @Override
    public void run(Setting setting, Report report) throws Exception {
        try (Entrants entrants = new Entrants()) {
            enter(ServerKind.OURS, setting, entrants);
            enter(ServerKind.WWEP, setting, entrants);
            List<Samples> samples = entrants.measure(setting.effort());
            Figures ours = samples.get(0).nanosPerOperation();
            Figures echo = samples.get(1).nanosPerOperation();
            report.compare(
                    title,
                    batch == 1 ? Unit.MICROSECONDS : Unit.NANOSECONDS,
                    new Rivalry(title, ours, echo),
                    echo,
                    List.of(),
                    Line.NONE,
                    Optional.of(Goal.ratioAtLeast(goal)));
        }
    }

    private void enter(ServerKind server, Setting setting, Entrants entrants) throws Exception {
        RawSocket raw = new RawSocket(Wire.WWEP);
        entrants.enter(new LoopContender(raw.name(), raw.open(setting.servers().target(server, false)), batch));
    }
}
