package io.wwep.docs.site;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Finishes the site in the folder that Asciidoctor wrote it to.
 *
 * <p>Its arguments are that folder, the folder of the sources, and the checkout.
 */
public final class SiteBuild {

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
        List<Section> sections = new ArrayList<>();
        for (String name : navigation.names()) {
            BuiltPage page = BuiltPage.read(site.resolve(name));
            page.markPrompts();
            page.dropShortContents();
            page.inline(diagrams);
            sections.addAll(page.sections());
            navigation.mark(page);
            page.write();
        }
        new SearchIndex(sections).write(site);
        Javadoc.copyAll(checkout, site.resolve("api"));
    }
}
