package io.wwep.benchmarks.gateway;

import io.wwep.benchmarks.Machine;
import io.wwep.benchmarks.client.Target;
import io.wwep.benchmarks.measure.Figures;
import io.wwep.benchmarks.measure.Measure;
import io.wwep.benchmarks.measure.PrintedFigure;
import io.wwep.benchmarks.process.JavaCommand;
import io.wwep.benchmarks.process.LimitedProcess;
import io.wwep.benchmarks.server.ServerKind;
import io.wwep.benchmarks.server.Servers;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Measures a gateway: 10,000 registers of one server over TLS, 1,000 endpoints of which some are silent or refuse
 * connections, and 5,000 endpoints; all polled once a second. The server and each gateway are separate processes.
 */
public final class GatewayProgram {

    private static final int BAD_USAGE = 2;
    private static final int DEFAULT_MINUTES = 10;
    private static final int REGISTERS = 10_000;
    private static final int ENDPOINTS = 1_000;
    private static final int FAILING = 200;
    private static final int MANY_ENDPOINTS = 5_000;
    private static final int ENDPOINT_SECONDS = 60;

    /** One polling interval, plus 50 ms to report the change. */
    private static final Measure REPORTED =
            Measure.of("a change is reported within, 99.9 %", "%.0f ms", 1_000_000, 1_050);

    private static final Measure MISSING = Measure.of("changes not reported", "%.0f", 1, 0);
    private static final Measure REGISTER_CPU = Measure.of("CPU of a core", "%.1f %%", 0.01, 10);
    private static final Measure REGISTER_THREADS = Measure.of("additional threads", "%.0f", 1, 2);
    private static final String ROW = "%-58s %12s %12s %8s%n";

    private final Servers servers;
    private final int minutes;

    private GatewayProgram(Servers servers, int minutes) {
        this.servers = servers;
        this.minutes = minutes;
    }

    /** Accepts the number of minutes to watch the registers; the property {@code wwep.home} is the checkout's folder. */
    public static void main(String[] args) throws Exception {
        String minutes = args.length == 0 ? String.valueOf(DEFAULT_MINUTES) : args[0];
        if (args.length > 1 || !minutes.matches("[1-9]\\d{0,3}")) {
            System.err.println("benchmarks: '" + String.join(" ", args)
                    + "' is not a number of minutes. usage: tools/benchmarks gateway [MINUTES]");
            System.exit(BAD_USAGE);
        }
        Machine.description().forEach(System.out::println);
        try (Servers servers = new Servers(Path.of(System.getProperty("wwep.home", "."), "certs"))) {
            new GatewayProgram(servers, Integer.parseInt(minutes)).run();
        }
    }

    private void run() throws Exception {
        System.out.printf(Locale.ROOT, ROW, "each register is polled once a second", "figure", "goal", "");
        registers();
        endpoints(ENDPOINTS, FAILING);
        endpoints(MANY_ENDPOINTS, 0);
    }

    private void registers() throws Exception {
        String title = String.format(Locale.ROOT, "%,d registers over TLS, %d min: ", REGISTERS, minutes);
        Target tls = servers.target(ServerKind.OURS, true);
        ChangeLatency changes =
                new ChangeLatency(servers.target(ServerKind.OURS, false).port(), REGISTERS);
        Thread writer = new Thread(changes, "writer");
        Consumer<String> reports = line -> {
            String[] parts = line.split(" ", -1);
            if (line.equals("started")) {
                writer.start();
            } else if (parts[0].equals("changed")) {
                changes.reported(Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), Long.parseLong(parts[4]));
            }
        };
        double[] missing = new double[1];
        for (PrintedFigure figure : watch(
                reports.andThen(line -> {
                    if (line.startsWith("figure ") && !changes.isStopped()) {
                        changes.stop();
                        missing[0] = changes.missing(2 * TimeUnit.SECONDS.toNanos(1));
                    }
                }),
                "REGISTERS",
                Duration.ofMinutes(minutes),
                String.valueOf(REGISTERS),
                String.valueOf(tls.port()),
                Objects.requireNonNull(tls.ca()).toString())) {
            Measure measure = GatewayMeasure.valueOf(figure.name()).measure();
            if (figure.name().equals(GatewayMeasure.CPU.name())) {
                measure = REGISTER_CPU;
            } else if (figure.name().equals(GatewayMeasure.THREADS.name())) {
                measure = REGISTER_THREADS;
            }
            print(title, measure, figure.value());
        }
        writer.join();
        print(title, REPORTED, Figures.percentile(changes.delays(), 0.999));
        print(title, MISSING, missing[0]);
    }

    private void endpoints(int count, int failing) throws Exception {
        String title = String.format(Locale.ROOT, "%,d endpoints, %d of them failing: ", count, failing);
        Servers.Silent silent = servers.silent();
        for (PrintedFigure figure : watch(
                line -> {},
                "ENDPOINTS",
                Duration.ofSeconds(ENDPOINT_SECONDS),
                String.valueOf(count),
                String.valueOf(servers.target(ServerKind.OURS, false).port()),
                String.valueOf(failing),
                String.valueOf(silent.unanswered()),
                String.valueOf(silent.mute()),
                String.valueOf(silent.stalled()),
                String.valueOf(refusedPort()),
                silent.ca().toString())) {
            print(title, GatewayMeasure.valueOf(figure.name()).measure(), figure.value());
        }
    }

    private static int refusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, Target.host())) {
            return socket.getLocalPort();
        }
    }

    private static void print(String title, Measure measure, double figure) {
        System.out.printf(
                Locale.ROOT,
                ROW,
                title + measure.title(),
                measure.text(figure),
                measure.goal(),
                measure.verdict(figure));
    }

    /** Runs a {@link WatchingProgram} that watches for some time; returns its figures. */
    private static List<PrintedFigure> watch(Consumer<String> lines, String what, Duration time, String... arguments)
            throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n 20000 && exec \"$@\"", "sh"));
        command.addAll(JavaCommand.of(
                "-XX:+UseSerialGC",
                // Fixed, so that results compare across machines.
                "-Xms256m",
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                WatchingProgram.class.getName(),
                what,
                String.valueOf(time.toSeconds())));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        List<PrintedFigure> figures = new ArrayList<>();
        try (LimitedProcess process = LimitedProcess.start(builder, time.plus(LimitedProcess.ROW))) {
            for (String line = process.output().readLine();
                    line != null;
                    line = process.output().readLine()) {
                lines.accept(line);
                PrintedFigure.parse(line).ifPresent(figures::add);
            }
            int exitCode = process.waitFor();
            if (exitCode != 0) {
                throw new IOException(
                        "the gateway's process ended with exit code " + exitCode + "; its output is above");
            }
        }
        return figures;
    }
}
