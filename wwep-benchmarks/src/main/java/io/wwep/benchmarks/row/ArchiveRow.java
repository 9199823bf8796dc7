package io.wwep.benchmarks.row;

import io.wwep.benchmarks.client.Target;
import io.wwep.benchmarks.measure.Figures;
import io.wwep.benchmarks.measure.Samples;
import io.wwep.benchmarks.process.LimitedProcess;
import io.wwep.benchmarks.server.ServerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Measures {@code wwep write} as a whole process, from the examples' jar, with and without a class archive (AppCDS), or
 * with an AOT cache where the JDK has one. Repeats it on another JDK if one is installed.
 */
final class ArchiveRow implements Row {

    private static final String TITLE = "wwep write, a whole process";

    /** The programs' jar in the checkout. Notes name it so: the report is committed, and must not depend on a machine. */
    private static final String JAR = "wwep-examples/target/wwep-examples.jar";

    /** Higher exit codes mean that a signal ended the process. */
    private static final int SIGNALED = 128;

    /** The kind of archive in which a JDK keeps a run's classes for the next one. */
    private enum Kind {
        APP_CDS("AppCDS archive", "-XX:ArchiveClassesAtExit=", "-XX:SharedArchiveFile=", "-Xshare:auto"),
        AOT_CACHE("AOT cache", "-XX:AOTCacheOutput=", "-XX:AOTCache=", "-XX:AOTMode=auto");

        /** The first JDK that writes an AOT cache in one step. */
        private static final int WITH_AOT_CACHE = 25;

        private final String title;
        private final String writing;
        private final String reading;
        private final String without;

        Kind(String title, String writing, String reading, String without) {
            this.title = title;
            this.writing = writing;
            this.reading = reading;
            this.without = without;
        }

        static Kind of(Jdk jdk) {
            return jdk.feature() >= WITH_AOT_CACHE ? AOT_CACHE : APP_CDS;
        }
    }

    @Override
    public String name() {
        return "cold-start-archive";
    }

    @Override
    public List<Placement> placements(boolean quick) {
        return List.of(Placement.UNPINNED);
    }

    @Override
    public void run(RowContext context, Report report) throws Exception {
        Path jar = context.home().resolve(JAR);
        if (!Files.isReadable(jar)) {
            report.note(TITLE + ": not measured, " + JAR + " is missing; tools/benchmarks builds it");
            return;
        }
        compare(Jdk.running(), jar, context, report);
        Optional<Jdk> other = Jdk.other();
        if (other.isPresent()) {
            compare(other.get(), jar, context, report);
        }
    }

    private static void compare(Jdk jdk, Path jar, RowContext context, Report report) throws Exception {
        try (TemporaryFolder folder = new TemporaryFolder()) {
            compare(jdk, jar, folder.path(), false, context, report);
            compare(jdk, jar, folder.path(), true, context, report);
        }
    }

    private static void compare(Jdk jdk, Path jar, Path folder, boolean tls, RowContext context, Report report)
            throws Exception {
        Target target = context.servers().target(ServerKind.WWEP, tls);
        Kind kind = Kind.of(jdk);
        String title = TITLE + (tls ? ", TLS, " : ", ") + jdk.name();
        Path archive = folder.resolve(tls ? "tls" : "plain");
        Optional<String> failure = write(archive, folder, command(jdk, kind.writing + archive, jar, target));
        try (Contenders contenders = new Contenders()) {
            contenders.add(program(jdk, kind.without, jar, target));
            if (failure.isEmpty()) {
                contenders.add(program(jdk, kind.reading + archive, jar, target));
            }
            List<Samples> samples = contenders.measure(context.effort().wholeProcesses());
            Figures without = samples.get(0).nanosPerOperation();
            add(title, without, report);
            if (failure.isPresent()) {
                report.note(title + ", with an " + kind.title + ": not measured, " + failure.get()
                        + "; run it yourself in the checkout, beside a server: java " + kind.writing + "archive -jar "
                        + JAR
                        + " write" + (tls ? " --tls --ca certs/wwep-demo-root-ca.pem" : "") + " 0FAC 0B 1234");
                return;
            }
            Figures with = samples.get(1).nanosPerOperation();
            add(title + ", with an " + kind.title, with, report);
            report.note(String.format(
                    Locale.ROOT, "%s: an %s saves %s", title, kind.title, Unit.MILLISECONDS.text(without.minus(with))));
        }
    }

    private static void add(String title, Figures figures, Report report) {
        report.add(title, Unit.MILLISECONDS.text(figures), Line.NONE, Line.NONE, Line.NONE, Line.NONE);
    }

    /**
     * Runs the program once and writes the archive; returns why there is none, or empty. The JDK's dump can crash, as
     * in Java 17.
     */
    private static Optional<String> write(Path archive, Path folder, List<String> command)
            throws IOException, InterruptedException {
        // Discarded because the JVM reports each class that it cannot archive.
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        try (LimitedProcess process = LimitedProcess.start(builder, LimitedProcess.STEP)) {
            int exitCode = process.waitFor();
            if (exitCode == 0 && Files.exists(archive)) {
                return Optional.empty();
            }
            return Optional.of("the JDK could not dump its classes and ended with exit code " + exitCode
                    + (exitCode > SIGNALED ? ": it crashed" : ""));
        }
    }

    private static ProcessContender program(Jdk jdk, String option, Path jar, Target target) throws IOException {
        return new ProcessContender("wwep write " + option, command(jdk, option, jar, target), "A0FAC0B1234");
    }

    private static List<String> command(Jdk jdk, String option, Path jar, Target target) {
        List<String> command = jdk.command(
                option, "-jar", jar.toString(), "write", "--timeout=20s", "--port", String.valueOf(target.port()));
        if (target.ca() != null) {
            command.addAll(List.of("--tls", "--ca", target.ca().toString()));
        }
        command.addAll(List.of("0FAC", "0B", "1234"));
        return command;
    }
}
