package io.wwep.benchmarks.row;

import io.wwep.benchmarks.client.Target;
import io.wwep.benchmarks.measure.Figures;
import io.wwep.benchmarks.measure.Samples;
import io.wwep.benchmarks.server.ServerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * {@code wwep write} as a whole process, from the examples' jar, with and without an archive of the classes that it loads
 * (AppCDS): what a user can do about a cold start.
 */
final class ArchiveRow implements Row {

    private static final String TITLE = "wwep write, a whole process";

    @Override
    public String name() {
        return "cold-start-archive";
    }

    @Override
    public List<Placement> placements(boolean quick) {
        return List.of(Placement.UNPINNED);
    }

    @Override
    public void run(Setting setting, Report report) throws Exception {
        Path jar = setting.home().resolve("wwep-examples").resolve("target").resolve("wwep-examples.jar");
        if (!Files.isReadable(jar)) {
            report.note(TITLE + ": not measured, there is no " + jar + "; tools/benchmarks builds it");
            return;
        }
        Path folder = Files.createTempDirectory("wwep-benchmarks");
        try {
            compare(jar, folder, false, setting, report);
            compare(jar, folder, true, setting, report);
        } finally {
            // A JVM that crashes leaves its report there too.
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private static void compare(Path jar, Path folder, boolean tls, Setting setting, Report report) throws Exception {
        Target target = setting.servers().target(ServerKind.WWEP, tls);
        Path archive = folder.resolve(tls ? "tls.jsa" : "plain.jsa");
        write(archive, folder, jar, target);
        try (Entrants entrants = new Entrants()) {
            entrants.enter(program("-XX:SharedArchiveFile=" + archive, jar, target));
            entrants.enter(program("-Xshare:auto", jar, target));
            List<Samples> samples = entrants.measure(setting.effort().wholeProcesses());
            Figures with = samples.get(0).nanosPerOperation();
            Figures without = samples.get(1).nanosPerOperation();
            String title = TITLE + (tls ? ", TLS, " : ", ") + Jdk.running().name();
            add(title + ", with an AppCDS archive", with, report);
            add(title, without, report);
            report.note(String.format(
                    Locale.ROOT, "%s: an AppCDS archive saves %s", title, Unit.MILLISECONDS.text(without.minus(with))));
        }
    }

    private static void add(String title, Figures figures, Report report) {
        report.add(title, Unit.MILLISECONDS.text(figures), Line.NONE, Line.NONE, Line.NONE, Line.NONE);
    }

    /** Runs the program once, and keeps what it loaded. */
    private static void write(Path archive, Path folder, Path jar, Target target)
            throws IOException, InterruptedException {
        List<String> command = command("-XX:ArchiveClassesAtExit=" + archive, jar, target);
        // The JVM tells of each class that it cannot archive.
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0 || !Files.exists(archive)) {
            throw new IOException("the JVM made no archive of classes; try it by hand: " + String.join(" ", command));
        }
    }

    private static ProcessContender program(String option, Path jar, Target target) {
        return new ProcessContender("wwep write " + option, command(option, jar, target), "A0FAC0B1234");
    }

    private static List<String> command(String option, Path jar, Target target) {
        List<String> command = new ArrayList<>(List.of(
                Jdk.running().java(),
                option,
                "-jar",
                jar.toString(),
                "write",
                "--timeout=20s",
                "--port",
                String.valueOf(target.port())));
        if (target.ca() != null) {
            command.addAll(List.of("--tls", "--ca", target.ca().toString()));
        }
        command.addAll(List.of("0FAC", "0B", "1234"));
        return command;
    }
}
