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
import java.util.Optional;

/**
 * {@code wwep write} as a whole process, from the examples' jar, with and without an archive of the classes that it loads
 * (AppCDS): what a user can do about a cold start.
 */
final class ArchiveRow implements Row {

    private static final String TITLE = "wwep write, a whole process";

    /** Exit codes above are those of processes that a signal ended. */
    private static final int SIGNALED = 128;

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
        try (TemporaryFolder folder = new TemporaryFolder()) {
            compare(jar, folder.path(), false, setting, report);
            compare(jar, folder.path(), true, setting, report);
        }
    }

    private static void compare(Path jar, Path folder, boolean tls, Setting setting, Report report) throws Exception {
        Target target = setting.servers().target(ServerKind.WWEP, tls);
        String title = TITLE + (tls ? ", TLS, " : ", ") + Jdk.running().name();
        Path archive = folder.resolve(tls ? "tls.jsa" : "plain.jsa");
        Optional<String> failure = write(archive, folder, jar, target);
        try (Entrants entrants = new Entrants()) {
            entrants.enter(program("-Xshare:auto", jar, target));
            if (failure.isEmpty()) {
                entrants.enter(program("-XX:SharedArchiveFile=" + archive, jar, target));
            }
            List<Samples> samples = entrants.measure(setting.effort().wholeProcesses());
            Figures without = samples.get(0).nanosPerOperation();
            add(title, without, report);
            if (failure.isPresent()) {
                report.note(title + ", with an AppCDS archive: not measured, " + failure.get());
                return;
            }
            Figures with = samples.get(1).nanosPerOperation();
            add(title + ", with an AppCDS archive", with, report);
            report.note(String.format(
                    Locale.ROOT, "%s: an AppCDS archive saves %s", title, Unit.MILLISECONDS.text(without.minus(with))));
        }
    }

    private static void add(String title, Figures figures, Report report) {
        report.add(title, Unit.MILLISECONDS.text(figures), Line.NONE, Line.NONE, Line.NONE, Line.NONE);
    }

    /**
     * Runs the program once, and keeps what it loaded; gives why there is no archive, or nothing. The JDK's own dump may crash,
     * as that of Java 17 does.
     */
    private static Optional<String> write(Path archive, Path folder, Path jar, Target target)
            throws IOException, InterruptedException {
        List<String> command = command("-XX:ArchiveClassesAtExit=" + archive, jar, target);
        // The JVM tells of each class that it cannot archive.
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        int exitCode = process.waitFor();
        if (exitCode == 0 && Files.exists(archive)) {
            return Optional.empty();
        }
        return Optional.of("the JDK could not dump its classes, and ended with exit code " + exitCode
                + (exitCode > SIGNALED ? ": it crashed" : "") + "; try it by hand: " + String.join(" ", command));
    }

    private static ProcessContender program(String option, Path jar, Target target) throws IOException {
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
