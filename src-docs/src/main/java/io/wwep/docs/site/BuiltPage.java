package io.wwep.docs.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;

/** A page that Asciidoctor has written. */
final class BuiltPage {

    private static final String PROMPT = "$ ";

    /** A list of fewer headings than this only takes room. */
    private static final int SHORT_CONTENTS = 3;

    private final Path file;
    private final Document document;

    private BuiltPage(Path file, Document document) {
        this.file = file;
        this.document = document;
    }

    static BuiltPage read(Path file) throws IOException {
        Document document = Jsoup.parse(file.toFile());
        document.outputSettings().prettyPrint(false);
        return new BuiltPage(file, document);
    }

    void write() {
        try {
            Files.writeString(file, document.outerHtml());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return file.getFileName().toString();
    }

    Document document() {
        return document;
    }

    /**
     * Sets commands apart from what they print. Only a dollar sign at the beginning of a line is a prompt: the highlighter
     * also sees one in every {@code ;}, {@code #} and {@code >}.
     */
    void markPrompts() {
        for (Element code : document.select("code[data-lang=console]")) {
            List<String> lines = code.wholeText().lines().toList();
            code.empty();
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                if (line.startsWith(PROMPT)) {
                    code.appendElement("span").addClass("prompt").text(PROMPT);
                    code.appendElement("span").addClass("command").appendChild(new TextNode(line.substring(2)));
                } else {
                    code.appendChild(new TextNode(line));
                }
                if (i < lines.size() - 1) {
                    code.appendChild(new TextNode("\n"));
                }
            }
        }
    }

    void dropShortContents() {
        Element contents = document.getElementById("toc");
        if (contents != null && contents.select("a").size() < SHORT_CONTENTS) {
            contents.remove();
        }
    }

    /** Puts each diagram into the page in place of the link to it, so that it has the colors of the page. */
    void inline(Diagrams diagrams) {
        for (Element image : document.select("img[src$=.puml]")) {
            image.replaceWith(diagrams.draw(image.attr("src"), image.attr("alt")));
        }
    }

    /** The part above the first heading, and one for each heading. */
    List<Section> sections() {
        List<Section> sections = new ArrayList<>();
        String title = document.title();
        String top = document.select("#content > :not([class^=sect])").stream()
                .map(BuiltPage::text)
                .collect(Collectors.joining(" "));
        sections.add(new Section(name(), title, "", top));
        for (Element heading : document.select("#content :is(h2, h3)[id]")) {
            Element part = heading.parent();
            if (part != null) {
                String address = name() + "#" + heading.id();
                sections.add(new Section(address, title, heading.text(), text(part)));
            }
        }
        return sections;
    }

    private static String text(Element part) {
        Element own = part.clone();
        own.select(".sect2, :is(h2, h3)[id], svg").remove();
        return own.text();
    }
}
