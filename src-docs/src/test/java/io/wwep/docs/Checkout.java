package io.wwep.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The checkout whose documentation this is. */
final class Checkout {

    static final Path ROOT =
            Path.of(System.getProperty("wwep.home", "..")).toAbsolutePath().normalize();
    static final Path SITE = ROOT.resolve("src-docs/site");
    static final Path BUILT_SITE = ROOT.resolve("src-docs/target/site");

    private Checkout() {}

    /** The pages of the site, as they are written. */
    static List<Page> pages() {
        return files(SITE, ".adoc").stream().map(Page::read).toList();
    }

    /** The files under a folder whose names end so, built ones left out. */
    static List<Path> files(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .filter(file -> !folder.relativize(file).toString().matches("(.*/)?(target|\\.git)/.*"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
