package io.wwep.benchmarks.row;

import io.wwep.benchmarks.client.ClientUnderTest;
import io.wwep.benchmarks.client.Lettuce;
import io.wwep.benchmarks.client.Ours;
import io.wwep.benchmarks.client.Target;
import io.wwep.benchmarks.client.Work;
import io.wwep.benchmarks.measure.PrintedFigure;
import io.wwep.benchmarks.process.JavaCommand;
import io.wwep.benchmarks.server.Servers;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures many persistent endpoints in one process, with a client for each: their resources while they are idle, and
 * the lateness of replies when all are polled once a second with futures, also with silent ones. Ours, then Lettuce's;
 * the server and each client are separate processes.
 *
 * @param count the number of endpoints
 */
record EndpointsRow(int count) implements Row {

    /** Too few for ten thousand endpoints with two descriptors each. */
    private static final int OPEN_FILES = 20_000;

    private static final int MAX_SILENT = 100;

    /** One of each kind. */
    private static final int MIN_SILENT = 3;

    @Override
    public String name() {
        return "endpoints-" + count;
    }

    /**
     * The clients' descriptors and memory do not depend on the placement, and lateness matters on a machine in normal
     * use.
     */
    @Override
    public List<Placement> placements(boolean quick) {
        return List.of(Placement.UNPINNED);
    }

    @Override
    public void run(RowContext context, Report report) throws Exception {
        int number = Math.min(count, context.effort().maxOperations());
        String title = String.format(Locale.ROOT, "%,d endpoints", number);
        if (!canLimitOpenFiles()) {
            report.note(title + ": not measured, `ulimit -n " + OPEN_FILES
                    + "` fails: raise the hard limit of open files of this shell (`ulimit -Hn`) and start again");
            return;
        }
        Map<EndpointMeasure, Double> ours = measure(new Ours(), number, context);
        Map<EndpointMeasure, Double> theirs = Map.of();
        String peer = "";
        try (Contenders none = new Contenders()) {
            for (ClientUnderTest each : none.peers(context, Work.FUTURES, false)) {
                if (each instanceof Lettuce) {
                    theirs = measure(each, number, context);
                    peer = each.name();
                    report.note(title + ", some silent: without " + peer
                            + ": its futures need a connection, which a silent server never completes");
                }
            }
        }
        for (EndpointMeasure measure : EndpointMeasure.values()) {
            Double figure = ours.get(measure);
            Double other = theirs.get(measure);
            if (figure == null) {
                throw new IOException("the endpoints' process did not print " + measure);
            }
            report.add(
                    title + ", " + measure.measure().title(),
                    measure.measure().text(figure),
                    Line.NONE,
                    other == null ? Line.NONE : peer + " " + measure.measure().text(other),
                    measure.measure().goal(),
                    measure.measure().verdict(figure));
        }
        report.note(
                title + ": " + silent(number) + " silent endpoints, a third each: SYN unanswered, accepted without a"
                        + " reply, stalled in the TLS handshake; polled for "
                        + context.effort().polling().toSeconds() + " s");
    }

    private static int silent(int number) {
        return Math.max(MIN_SILENT, Math.min(MAX_SILENT, number / 10));
    }

    private static boolean canLimitOpenFiles() throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", "ulimit -n " + OPEN_FILES)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private static Map<EndpointMeasure, Double> measure(ClientUnderTest client, int number, RowContext context)
            throws IOException, InterruptedException {
        Target target = context.servers().target(Rows.server(client), false);
        Servers.Silent silent = context.servers().silent();
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", "ulimit -n " + OPEN_FILES + " && exec \"$@\"", "sh"));
        command.addAll(JavaCommand.of(
                "-XX:+UseSerialGC",
                // The same on every machine.
                "-Xms256m",
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                EndpointsProgram.class.getName(),
                client.getClass().getSimpleName(),
                String.valueOf(target.port()),
                String.valueOf(number),
                String.valueOf(context.effort().polling().toSeconds()),
                String.valueOf(silent(number)),
                String.valueOf(silent.unanswered()),
                String.valueOf(silent.mute()),
                String.valueOf(silent.stalled()),
                silent.ca().toString()));
        Map<EndpointMeasure, Double> figures = new EnumMap<>(EndpointMeasure.class);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                PrintedFigure.parse(line)
                        .ifPresent(figure -> figures.put(EndpointMeasure.valueOf(figure.name()), figure.value()));
            }
        } finally {
            process.destroy();
        }
        int exitCode = process.waitFor();
        if (exitCode != 0) {
            throw new IOException(client.name() + " with " + number + " endpoints ended with exit code " + exitCode
                    + "; its output is above");
        }
        return figures;
    }
}
