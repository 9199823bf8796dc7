package io.wwep.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every link of the built site, and of the documents beside it, leads somewhere. */
class LinksIT {

    private static final Pattern MARKDOWN_LINK = Pattern.compile("]\\(([^)#]+)(#[^)]*)?\\)");

    static Stream<Path> builtPages() {
        return Checkout.files(Checkout.BUILT_SITE, ".html").stream()
                .filter(page -> page.resolveSibling("").equals(Checkout.BUILT_SITE)); // the Javadoc below is not ours
    }

    static Stream<Path> markdownFiles() {
        return Checkout.files(Checkout.ROOT, ".md").stream();
    }

    @Test
    void everyPageIsBuiltAndLinkedFromTheNavigation() throws IOException {
        Document home = Jsoup.parse(Checkout.BUILT_SITE.resolve("index.html").toFile());
        List<String> linked = home.select("nav a[href]").eachAttr("href");
        for (Page page : Checkout.pages()) {
            assertThat(linked).contains(page.name().replace(".adoc", ".html"));
        }
    }

    @Test
    void theJavadocOfEveryModuleIsLinkedFromTheNavigation() throws IOException {
        List<String> made = Checkout.files(Checkout.BUILT_SITE.resolve("api"), "overview-tree.html").stream()
                .map(tree -> "api/" + tree.resolveSibling("").getFileName() + "/index.html")
                .toList();
        Document home = Jsoup.parse(Checkout.BUILT_SITE.resolve("index.html").toFile());
        assertThat(home.select("nav a[href^=\"api/\"]").eachAttr("href")).hasSameElementsAs(made);
    }

    @ParameterizedTest
    @MethodSource("builtPages")
    void everyLinkOfThePageLeadsSomewhere(Path page) throws IOException {
        Document document = Jsoup.parse(page.toFile());
        List<String> dead = new ArrayList<>();
        for (Element element : document.select("[href], [src]")) {
            String target = element.hasAttr("href") ? element.attr("href") : element.attr("src");
            if (!target.matches("https://.*") && !leadsSomewhere(page, target)) {
                dead.add(target);
            }
        }
        assertThat(dead).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("markdownFiles")
    void everyLinkOfTheDocumentLeadsToAFile(Path file) throws IOException {
        Matcher link = MARKDOWN_LINK.matcher(Files.readString(file));
        List<String> dead = new ArrayList<>();
        while (link.find()) {
            String target = link.group(1);
            if (!target.startsWith("https://") && !Files.exists(file.resolveSibling(target))) {
                dead.add(target);
            }
        }
        assertThat(dead).isEmpty();
    }

    private static boolean leadsSomewhere(Path page, String target) throws IOException {
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
        if (!Files.isRegularFile(file)) {
            return false;
        }
        return parts.length == 1
                || parts[1].isEmpty()
                || Jsoup.parse(file.toFile()).getElementById(parts[1]) != null;
    }
}
