package io.wwep.benchmarks.row;

import io.wwep.benchmarks.client.ClientUnderTest;
import io.wwep.benchmarks.client.Lettuce;
import io.wwep.benchmarks.client.Ours;
import io.wwep.benchmarks.client.Target;
import io.wwep.benchmarks.client.Work;
import io.wwep.benchmarks.server.Servers;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Many persistent endpoints of one process, with a client for each: what they hold while they are idle, and how late each is
 * answered when all are polled once a second by futures, also with silent ones among them. Ours, and Lettuce's after it; the
 * server is a process of its own, and so is each client.
 *
 * @param count how many endpoints
 */
record EndpointsRow(int count) implements Row {

    /** So that ten thousand endpoints with two descriptors each would not fit. */
    private static final int OPEN_FILES = 20_000;

    private static final int MOST_SILENT = 100;

    /** One of each kind. */
    private static final int LEAST_SILENT = 3;

    @Override
    public String name() {
        return "endpoints-" + count;
    }

    /** The clients' descriptors and memory are the same everywhere, and lateness is that of a machine in use. */
    @Override
    public List<Placement> placements(boolean quick) {
        return List.of(Placement.UNPINNED);
    }

    @Override
    public void run(Setting setting, Report report) throws Exception {
        int number = Math.min(count, setting.effort().maxOperations());
        String title = String.format(Locale.ROOT, "%,d endpoints", number);
        if (!canLimitOpenFiles()) {
            report.note(title + ": not measured, `ulimit -n " + OPEN_FILES
                    + "` fails: raise the hard limit of open files of this shell (`ulimit -Hn`) and start again");
            return;
        }
        Map<EndpointMeasure, Double> ours = measure(new Ours(), number, setting);
        Map<EndpointMeasure, Double> theirs = Map.of();
        String peer = "";
        try (Entrants none = new Entrants()) {
            for (ClientUnderTest each : none.peers(setting, Work.FUTURES, false)) {
                if (each instanceof Lettuce) {
                    theirs = measure(each, number, setting);
                    peer = each.name();
                    report.note(title + ", some silent: without " + peer
                            + ": its futures come from a connection, and a silent server never gives one");
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
                    title + ", " + measure.title(),
                    measure.text(figure),
                    Line.NONE,
                    other == null ? Line.NONE : peer + " " + measure.text(other),
                    measure.goal(),
                    measure.verdict(figure));
        }
        report.note(
                title + ": " + silent(number) + " silent ones, a third each: SYN unanswered, accepted and mute, stalled"
                        + " in the TLS handshake; polled for "
                        + setting.effort().polling().toSeconds() + " s");
    }

    private static int silent(int number) {
        return Math.max(LEAST_SILENT, Math.min(MOST_SILENT, number / 10));
    }

    private static boolean canLimitOpenFiles() throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", "ulimit -n " + OPEN_FILES)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private static Map<EndpointMeasure, Double> measure(ClientUnderTest client, int number, Setting setting)
            throws IOException, InterruptedException {
        Target target = setting.servers().target(Rows.server(client), false);
        Servers.Silent silent = setting.servers().silent();
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", "ulimit -n " + OPEN_FILES + " && exec \"$@\"", "sh"));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
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
                String.valueOf(setting.effort().polling().toSeconds()),
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
                String printed = line;
                EndpointMeasure.of(printed).ifPresent(measure -> figures.put(measure, EndpointMeasure.figure(printed)));
            }
        } finally {
            process.destroy();
        }
        int exitCode = process.waitFor();
        if (exitCode != 0) {
            throw new IOException(client.name() + " with " + number + " endpoints ended with exit code " + exitCode
                    + "; what it printed is above");
        }
        return figures;
    }
}
