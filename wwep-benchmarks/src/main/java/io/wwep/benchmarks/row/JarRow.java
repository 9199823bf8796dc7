package io.wwep.benchmarks.row;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The size of the client's own jar, beside those of its peers; and of what comes with it. */
final class JarRow implements Row {

    private static final String TITLE = "client jar";
    private static final double GOAL_KB = 150;

    @Override
    public String name() {
        return "jar";
    }

    @Override
    public List<Placement> placements() {
        return List.of(Placement.UNPINNED);
    }

    @Override
    public void run(Setting setting, Report report) throws IOException {
        Optional<Path> ours = jar("wwep-client-");
        List<Path> peers = new ArrayList<>();
        for (String peer : List.of("j2mod-", "modbus-tcp-", "jedis-", "lettuce-core-")) {
            jar(peer).ifPresent(peers::add);
        }
        Optional<Path> least = peers.stream().min(Comparator.comparingDouble(JarRow::kilobytes));
        report.add(
                TITLE,
                ours.map(JarRow::text).orElse("not a jar"),
                Line.NONE,
                least.map(jar -> jar.getFileName() + " " + text(jar)).orElse(Line.NONE),
                String.format(Locale.ROOT, "≤ %.0f KB", GOAL_KB),
                ours.map(jar -> kilobytes(jar) <= GOAL_KB ? "meets" : "short").orElse(Line.NONE));
        for (Path jar : peers) {
            report.note(TITLE + ": " + jar.getFileName() + " " + text(jar));
        }
        for (String with : List.of("slf4j-api-", "jspecify-", "bcpkix-", "bcprov-", "bcutil-")) {
            jar(with).ifPresent(jar -> report.note("comes with our client: " + jar.getFileName() + " " + text(jar)));
        }
    }

    private static Optional<Path> jar(String begin) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(file -> file.toString().endsWith(".jar")
                        && !file.toString().endsWith("-tests.jar")
                        && file.getFileName().toString().startsWith(begin))
                .findFirst();
    }

    private static String text(Path jar) {
        return String.format(Locale.ROOT, "%.1f KB", kilobytes(jar));
    }

    private static double kilobytes(Path jar) {
        try {
            return Files.size(jar) / 1024.0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
