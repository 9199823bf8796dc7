package io.wwep.docs.site;

import java.awt.GraphicsEnvironment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import net.sourceforge.plantuml.FileFormat;
import net.sourceforge.plantuml.FileFormatOption;
import net.sourceforge.plantuml.SourceStringReader;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/** Draws the diagrams, which are text in the language of PlantUML. */
final class Diagrams {

    /** Stand-ins for the page's colors: what is drawn in them follows the page, also from light to dark. */
    private static final String STYLE = """
            !pragma layout smetana
            skinparam backgroundColor transparent
            skinparam shadowing false
            skinparam defaultFontName sans-serif
            skinparam defaultFontSize 14
            <style>
            root {
              BackgroundColor #010203
              LineColor #010204
              FontColor #010205
            }
            arrow { FontColor #010205 }
            note { BackgroundColor #010206 }
            </style>
            hide footbox
            """;

    private final Path folder;

    /**
     * Draws what is in this folder.
     *
     * @throws IllegalStateException if Java finds no font on this system: it measures texts by them
     */
    Diagrams(Path folder) {
        this.folder = folder;
        try {
            GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames();
        } catch (RuntimeException | Error e) { // the JDK's own, in many forms
            throw new IllegalStateException(
                    "the site's diagrams need a font, and Java finds none: install one, on Debian by apt-get install"
                            + " fontconfig fonts-dejavu-core",
                    e);
        }
    }

    /** Draws the diagram in this file; the text says the same to a reader who does not see it. */
    Element draw(String file, String text) {
        String svg = svg(file)
                .replace("#010203", "var(--shade)")
                .replace("#010204", "var(--soft)")
                .replace("#010205", "var(--text)")
                .replace("#010206", "var(--page)");
        Element drawn = Jsoup.parse(svg, Parser.xmlParser()).expectFirst("svg");
        drawn.select("title, defs:empty").remove();
        drawn.removeAttr("height").removeAttr("style").removeAttr("width");
        drawn.attr("style", "max-width:" + width(drawn) + "px")
                .attr("role", "img")
                .attr("aria-label", text);
        return drawn;
    }

    private static String width(Element svg) {
        return svg.attr("viewBox").split(" ", -1)[2];
    }

    private String svg(String file) {
        try {
            String source = Files.readString(folder.resolve(Path.of(file).getFileName()));
            ByteArrayOutputStream drawn = new ByteArrayOutputStream();
            String kind = new SourceStringReader(source.replaceFirst("(@start\\w+\\n)", "$1" + STYLE))
                    .outputImage(drawn, new FileFormatOption(FileFormat.SVG))
                    .getDescription();
            if (kind.contains("rror")) {
                throw new IllegalStateException("PlantUML cannot read " + file + ": " + kind);
            }
            return drawn.toString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
