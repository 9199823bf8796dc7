package io.wwep.docs.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** The Javadoc of the modules, which Maven has made before the site if the modules were packaged. */
final class Javadoc {

    private static final String NOT_BUILT =
            "<!DOCTYPE html><html lang=\"en\"><meta charset=\"UTF-8\"><title>Javadoc of %1$s</title>"
                    + "<p>The Javadoc of %1$s was not built with this site: <code>tools/site</code> builds both.\n";

    private Javadoc() {}

    /** Copies a module's, if it is published; a page that says how to build it if it was not made. */
    static void copy(Path module, Path api) throws IOException {
        if (!Files.exists(module.resolve("bnd.bnd"))) {
            return;
        }
        Path made = module.resolve("target/reports/apidocs");
        Path target = api.resolve(module.getFileName());
        Files.createDirectories(target);
        if (!Files.exists(made.resolve("index.html"))) {
            String text = NOT_BUILT.formatted(target.getFileName());
            Files.writeString(target.resolve("index.html"), text);
            return;
        }
        List<Path> files;
        try (Stream<Path> all = Files.walk(made)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path copy = target.resolve(made.relativize(file));
            Files.createDirectories(copy.resolveSibling(""));
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
