package io.wwep.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the built pages show as code and commands is what is compiled and run: AsciiDoc knows more ways to write a block than
 * {@link Page} looks for.
 */
class ShownBlocksIT {

    static Stream<Page> pages() {
        return Checkout.pages().stream();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyBlockOfCodeIsOneThatIsChecked(Page page) throws IOException {
        assertThat(built(page).select("pre:not(.literalblock pre)"))
                .as("blocks shown, of which those between lines of four dashes, below [source,…], are checked")
                .hasSameSizeAs(page.blocks());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void noTextThatIsNotRunLooksLikeACommand(Page page) throws IOException {
        assertThat(built(page).select(".literalblock pre").stream()
                        .flatMap(block -> block.wholeText().lines())
                        .filter(Page::looksLikeACommand))
                .isEmpty();
    }

    private static Document built(Page page) throws IOException {
        return Jsoup.parse(Checkout.BUILT_SITE
                .resolve(page.name().replace(".adoc", ".html"))
                .toFile());
    }
}
