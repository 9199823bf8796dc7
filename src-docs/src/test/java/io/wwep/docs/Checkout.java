package io.wwep.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** The checkout whose documentation this is. */
final class Checkout {

    static final Path ROOT =
            Path.of(System.getProperty("wwep.home", "..")).toAbsolutePath().normalize();
    static final Path SITE = ROOT.resolve("src-docs/site");
    static final Path BUILT_SITE = ROOT.resolve("src-docs/target/site");

    private static final Set<String> NOT_WRITTEN = Set.of("target", ".git");

    private Checkout() {}

    /** The pages of the site, as they are written. */
    static List<Page> pages() {
        return files(SITE, ".adoc").stream().map(Page::read).toList();
    }

    /** The files under a folder whose names end so, built ones left out. */
    static List<Path> files(Path folder, String ending) {
        List<Path> found = new ArrayList<>();
        try {
            // Not entered at all: what is built meanwhile comes and goes.
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
                    return !each.equals(folder)
                                    && NOT_WRITTEN.contains(each.getFileName().toString())
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.toString().endsWith(ending)) {
                        found.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Collections.sort(found);
        return found;
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
