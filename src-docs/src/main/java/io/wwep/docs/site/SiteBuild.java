package io.wwep.docs.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finishes the site in the folder that Asciidoctor wrote it to.
 *
 * <p>Its arguments are that folder, the folder of the sources, and the checkout.
 */
public final class SiteBuild {

    private static final String MESSAGES = "ref-messages.html";

    /** Not published, and yet used: the programs. */
    private static final String PROGRAMS = "wwep-examples";

    private SiteBuild() {}

    /** Builds. */
    public static void main(String... arguments) throws IOException {
        if (arguments.length != 3) {
            throw new IllegalArgumentException("three folders are needed: the built site, its sources, the checkout");
        }
        build(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]));
    }

    static void build(Path site, Path sources, Path checkout) throws IOException {
        Diagrams diagrams = new Diagrams(sources.resolve("diagrams"));
        Navigation navigation = Navigation.of(BuiltPage.read(site.resolve("index.html")));
        List<Path> modules = modules(checkout);
        List<ErrorMessages.Text> messages = ErrorMessages.read(modules);
        List<Section> sections = new ArrayList<>();
        for (String name : navigation.names()) {
            BuiltPage page = BuiltPage.read(site.resolve(name));
            page.markPrompts();
            page.dropShortContents();
            page.inline(diagrams);
            new MessageLists(page).fill(name.equals(MESSAGES) ? messages : List.of());
            sections.addAll(page.sections());
            navigation.mark(page);
            page.write();
        }
        new SearchIndex(sections).write(site);
        for (Path module : modules) {
            Javadoc.copy(module, site.resolve("api"));
        }
    }

    /** The published modules, which have a bnd.bnd, and the programs. */
    private static List<Path> modules(Path checkout) throws IOException {
        try (Stream<Path> folders = Files.list(checkout)) {
            return folders.filter(each -> Files.exists(each.resolve("bnd.bnd")) || each.endsWith(PROGRAMS))
                    .sorted()
                    .toList();
        }
    }
}
