package io.wwep.benchmarks.row;

import io.wwep.benchmarks.client.RawSocket;
import io.wwep.benchmarks.client.Wire;
import io.wwep.benchmarks.measure.Figures;
import io.wwep.benchmarks.measure.LoopContender;
import io.wwep.benchmarks.measure.Samples;
import io.wwep.benchmarks.server.ServerKind;
import java.util.List;
import java.util.Optional;

/**
 * Compares our server with the echo server, with the same raw client: here "ours" is our server and "raw" is the echo
 * server.
 */
record ServerRow(String name, String title, int batch, double goal) implements Row {

    @Override
    public List<Placement> placements(boolean quick) {
        return Placement.oneCoreFirst(quick);
    }

    @Override
    public void run(RowContext context, Report report) throws Exception {
        try (Contenders contenders = new Contenders()) {
            addContender(ServerKind.OURS, context, contenders);
            addContender(ServerKind.WWEP, context, contenders);
            List<Samples> samples = contenders.measure(context.effort());
            Figures ours = samples.get(0).nanosPerOperation();
            Figures echo = samples.get(1).nanosPerOperation();
            report.compare(
                    title,
                    batch == 1 ? Unit.MICROSECONDS : Unit.NANOSECONDS,
                    new Comparison(title, ours, echo),
                    echo,
                    List.of(),
                    Line.NONE,
                    Optional.of(Goal.ratioAtLeast(goal)));
        }
    }

    private void addContender(ServerKind server, RowContext context, Contenders contenders) throws Exception {
        RawSocket raw = new RawSocket(Wire.WWEP);
        contenders.add(new LoopContender(raw.name(), raw.open(context.servers().target(server, false)), batch));
    }
}
