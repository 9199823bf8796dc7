package io.wwep.docs.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuiltPageTest {

    @TempDir
    Path folder;

    @Test
    void onlyADollarAtTheBeginningOfALineIsAPrompt() throws IOException {
        BuiltPage page = page("""
                <pre><code data-lang="console"><span class="gp">$</span><span class="w"> </span>./wwep write 0FAC
                <span class="gp">wwep: it failed;</span><span class="w"> </span>look at it
                <span class="gp">127.0.0.1:1 &gt;</span><span class="w"> </span>W0FAC
                <span class="gp">#</span><span class="w"> </span>a comment, for 5 $ more</code></pre>""");

        page.markPrompts();

        assertThat(page.document().select(".prompt").eachText()).containsExactly("$");
        assertThat(page.document().select(".command").eachText()).containsExactly("./wwep write 0FAC");
        assertThat(page.document().select(".gp")).isEmpty();
        assertThat(page.document().expectFirst("code").wholeText()).isEqualTo("""
                $ ./wwep write 0FAC
                wwep: it failed; look at it
                127.0.0.1:1 > W0FAC
                # a comment, for 5 $ more""");
    }

    @Test
    void aSectionHasItsOwnTextAndNotThatOfTheSectionsInIt() throws IOException {
        BuiltPage page = page("""
                <title>Stores</title><div id="content"><div id="preamble">Before</div><div class="sect1"><h2 id="disk">On disk</h2>
                <p>SQLite</p><div class="sect2"><h3 id="size">Its size</h3><p>Small</p></div></div></div>""");

        assertThat(page.sections())
                .containsExactly(
                        new Section("page.html", "Stores", "", "Before"),
                        new Section("page.html#disk", "Stores", "On disk", "SQLite"),
                        new Section("page.html#size", "Stores", "Its size", "Small"));
    }

    @Test
    void contentsOfTwoHeadingsAreDropped() throws IOException {
        BuiltPage two = page("<div id=toc><a href=#a>A</a><a href=#b>B</a></div>");
        BuiltPage three = page("<div id=toc><a href=#a>A</a><a href=#b>B</a><a href=#c>C</a></div>");

        two.dropShortContents();
        three.dropShortContents();

        assertThat(two.document().getElementById("toc")).isNull();
        assertThat(three.document().getElementById("toc")).isNotNull();
    }

    @Test
    void aPageIsMarkedInTheListAndLinkedToItsNeighbors() throws IOException {
        String list = """
                <nav><a class=home href=index.html>Home</a><div class=contents><a href=page.html>One</a>
                <a href=two.html>Two</a><a href=api/x/index.html>x</a></div></nav><div id=content></div>""";
        BuiltPage page = page(list);

        Navigation navigation = Navigation.of(page);
        navigation.mark(page);

        assertThat(navigation.names()).containsExactly("index.html", "page.html", "two.html");
        assertThat(page.document().select("[aria-current]").eachText()).containsExactly("One");
        assertThat(page.document().select("a[rel=prev]").eachAttr("href")).containsExactly("index.html");
        assertThat(page.document().select("a[rel=next]").eachText()).containsExactly("Next Two");
    }

    private BuiltPage page(String html) throws IOException {
        return BuiltPage.read(Files.writeString(folder.resolve("page.html"), html));
    }
}
