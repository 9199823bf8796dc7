package io.wwep.benchmarks.row;

import io.wwep.benchmarks.client.ClientUnderTest;
import io.wwep.benchmarks.client.Ours;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Compares the size of the client's jar, and of its dependencies, with those of its peers. */
final class JarRow implements Row {

    private static final String TITLE = "client jar";
    private static final double GOAL_KB = 200;

    @Override
    public String name() {
        return "jar";
    }

    @Override
    public List<Placement> placements(boolean quick) {
        return List.of(Placement.UNPINNED);
    }

    /** The jars of a client: its own, and all of them together. */
    private record Footprint(String name, double ownKb, double allKb, int count) {

        String own() {
            return String.format(Locale.ROOT, "%.1f KB", ownKb);
        }

        String all() {
            return String.format(Locale.ROOT, "%s: %s, %.0f KB in all %d jars", name, own(), allKb, count);
        }
    }

    @Override
    public void run(RowContext context, Report report) {
        Optional<Footprint> ours = footprint(new Ours());
        List<Footprint> peers = context.peers().stream()
                .flatMap(peer -> footprint(peer).stream())
                .toList();
        Optional<Footprint> least = peers.stream().min(Comparator.comparingDouble(Footprint::ownKb));
        report.add(
                TITLE,
                ours.map(Footprint::own).orElse("not a jar"),
                Line.NONE,
                least.map(peer -> peer.name() + " " + peer.own()).orElse(Line.NONE),
                String.format(Locale.ROOT, "≤ %.0f KB", GOAL_KB),
                ours.map(it -> it.ownKb() <= GOAL_KB ? "meets" : "short").orElse(Line.NONE));
        ours.ifPresent(it -> report.note(TITLE + ": " + it.all()));
        peers.forEach(peer -> report.note(TITLE + ": " + peer.all()));
    }

    private static Optional<Footprint> footprint(ClientUnderTest client) {
        List<Path> jars =
                client.jars().stream().flatMap(ClassPath::jars).distinct().toList();
        return ClassPath.jar(client.jars().get(0))
                .map(own -> new Footprint(
                        client.name(),
                        kilobytes(own),
                        jars.stream().mapToDouble(JarRow::kilobytes).sum(),
                        jars.size()));
    }

    private static double kilobytes(Path jar) {
        try {
            return Files.size(jar) / 1024.0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
