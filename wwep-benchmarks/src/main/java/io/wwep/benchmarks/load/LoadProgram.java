package io.wwep.benchmarks.load;

import io.wwep.benchmarks.Machine;
import io.wwep.benchmarks.Table;
import io.wwep.benchmarks.client.RawTls;
import io.wwep.benchmarks.load.WellBehavedClients.Measured;
import io.wwep.benchmarks.measure.Measure;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;

/**
 * Measures the server under load, quiet and with each abuse, and prints a table. The server, the well-behaved clients
 * and the abuse are separate processes.
 */
public final class LoadProgram {

    private static final int BAD_USAGE = 2;

    /** Shorter than the default, so that idle connections are closed within a run. */
    private static final int IDLE_SECONDS = 8;

    /** For connections that must stay open. */
    private static final int LONG_IDLE_SECONDS = 600;

    /** The free connections during the flood; every other abuse stays below its limit. */
    private static final int FREE_CONNECTIONS = 50;

    private static final int MEMORY_CONNECTIONS = 1_000;

    /** What others may notice of an abuse. */
    private static final Measure SLOWER = Measure.of("p99 ÷ quiet", "%.2f", 1, 2);

    private static final List<String> HEADINGS = List.of(
            "run",
            "exchanges/s",
            "p50 ms",
            "p99 ms",
            SLOWER.title(),
            "goal",
            "verdict",
            "RSS MB",
            "threads",
            "descriptors",
            "bad peers",
            "log lines");

    private final LoadOptions options;
    private final Path certificates;
    private final Path ca;
    private final SSLContext context;
    private final List<List<String>> rows = new ArrayList<>(List.of(HEADINGS));
    private final List<String> notes = new ArrayList<>();

    private LoadProgram(LoadOptions options, Path home) throws IOException, GeneralSecurityException {
        this.options = options;
        this.certificates = home.resolve("certs");
        this.ca = certificates.resolve("wwep-demo-root-ca.pem");
        this.context = RawTls.context(ca);
    }

    /** Accepts the options of {@code tools/benchmarks load}; {@code wwep.home} is the path of the checkout. */
    public static void main(String[] args) throws Exception {
        LoadOptions options;
        try {
            options = LoadOptions.of(args);
        } catch (IllegalArgumentException e) {
            System.err.println("benchmarks: " + e.getMessage());
            System.exit(BAD_USAGE);
            return;
        }
        new LoadProgram(options, Path.of(System.getProperty("wwep.home", "."))).run();
    }

    private void run() throws IOException {
        List<String> machine = Machine.description();
        memory(false);
        memory(true);
        quiet("quiet", 0);
        if (options.idle() > 0) {
            quiet("quiet, and " + options.idle() + " idle", options.idle());
        }
        for (Abuse abuse : options.abuses()) {
            abused(abuse);
        }
        Table.of(rows).forEach(System.out::println);
        notes.forEach(note -> System.out.println("- " + note));
        machine.forEach(System.out::println);
    }

    /** Measures the memory of an idle connection. */
    private void memory(boolean overTls) throws IOException {
        String kind = overTls ? "TLS" : "plain";
        progress("memory of an idle connection, " + kind);
        try (ServerProcess server = new ServerProcess(certificates, 2 * MEMORY_CONNECTIONS, LONG_IDLE_SECONDS);
                WellBehavedClients clients = clients(server)) {
            clients.openIdle(MEMORY_CONNECTIONS / 10, overTls); // loads what all connections share
            long heap = server.heap();
            long resident = server.figures().residentKilobytes();
            clients.openIdle(MEMORY_CONNECTIONS, overTls);
            notes.add(text(
                    "An idle %s connection uses %.1f kB of heap; the process grows by %.1f kB for each",
                    kind,
                    (server.heap() - heap) / 1024.0 / MEMORY_CONNECTIONS,
                    (double) (server.figures().residentKilobytes() - resident) / MEMORY_CONNECTIONS));
        }
    }

    private void quiet(String name, int idle) throws IOException {
        progress(name);
        int connections = options.active() + idle;
        try (ServerProcess server = new ServerProcess(certificates, connections, LONG_IDLE_SECONDS);
                WellBehavedClients clients = clients(server)) {
            clients.openIdle(idle / 2, false);
            clients.openIdle(idle - idle / 2, true);
            clients.openActive(options.active());
            clients.run(options.seconds());
            Measured measured = clients.run(options.seconds());
            ServerProcess.Figures figures = server.figures();
            rows.add(List.of(
                    name,
                    text("%.0f", measured.perSecond()),
                    text("%.1f", measured.medianMillis()),
                    text("%.1f", measured.p99Millis()),
                    Measure.NONE,
                    Measure.NONE,
                    Measure.NONE,
                    megabytes(figures),
                    String.valueOf(figures.threads()),
                    String.valueOf(figures.descriptors()),
                    Measure.NONE,
                    String.valueOf(server.log().size())));
        }
    }

    /** Measures quiet and abused in one run, since a machine's speed varies between runs. */
    private void abused(Abuse abuse) throws IOException {
        progress(abuse.label() + ": " + abuse.title());
        int freeConnections = abuse == Abuse.FLOOD ? FREE_CONNECTIONS : 10 * abuse.peers();
        try (ServerProcess server = new ServerProcess(certificates, options.active() + freeConnections, IDLE_SECONDS);
                WellBehavedClients clients = clients(server)) {
            clients.openActive(options.active());
            clients.run(options.seconds());
            Measured quiet = clients.run(options.seconds());
            ServerProcess.Figures before = server.figures();
            Measured measured;
            ServerProcess.Figures during;
            int peers;
            try (AbuseProcess process = new AbuseProcess(abuse, server, ca)) {
                clients.run(IDLE_SECONDS + 1); // idle peers now come and go
                measured = clients.run(options.seconds());
                during = server.figures();
                peers = process.end();
            }
            clients.run(IDLE_SECONDS + 3); // all peers must be gone now
            ServerProcess.Figures after = server.figures();
            List<String> log = server.log();
            double slower = measured.p99Millis() / quiet.p99Millis();
            rows.add(List.of(
                    abuse.label(),
                    text("%.0f → %.0f", quiet.perSecond(), measured.perSecond()),
                    text("%.1f → %.1f", quiet.medianMillis(), measured.medianMillis()),
                    text("%.1f → %.1f", quiet.p99Millis(), measured.p99Millis()),
                    SLOWER.text(slower),
                    SLOWER.goal(),
                    SLOWER.verdict(slower),
                    megabytes(before) + " → " + megabytes(during) + " → " + megabytes(after),
                    before.threads() + " → " + during.threads() + " → " + after.threads(),
                    before.descriptors() + " → " + during.descriptors() + " → " + after.descriptors(),
                    String.valueOf(peers),
                    String.valueOf(log.size())));
            notes.add(abuse.label() + ": " + abuse.title() + ", " + abuse.peers() + " at a time. Its log: "
                    + (log.isEmpty() ? "nothing" : String.join(" / ", log.subList(0, Math.min(3, log.size())))));
        }
    }

    private WellBehavedClients clients(ServerProcess server) throws IOException {
        return new WellBehavedClients(server.plain(), server.tls(), context);
    }

    private static String megabytes(ServerProcess.Figures figures) {
        return String.valueOf(figures.residentKilobytes() / 1024);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static void progress(String what) {
        System.err.println("benchmarks: load, " + what);
    }
}
