package io.wwep.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The built site in a browser, opened from its files. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class BrowserIT {

    private static final String SEARCH = "document.getElementById('search')";

    private Browser browser;

    @BeforeAll
    void start(@TempDir(cleanup = CleanupMode.NEVER) Path folder) throws IOException {
        browser = new Browser(folder);
    }

    @AfterAll
    void close() throws IOException {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void aSearchFindsAWordAndItsHitLeadsToTheSection() throws IOException {
        search("revocation");

        assertThat(browser.evaluate("document.querySelector('#hits a b').textContent"))
                .isEqualTo("Trust and names: Dates and revocation");
        browser.follow("document.querySelector('#hits a').click()");
        assertThat(browser.evaluate("location.href")).endsWith("/concept-trust.html#dates-and-revocation");
        assertThat(browser.evaluate("document.querySelector(location.hash).textContent"))
                .isEqualTo("Dates and revocation");
    }

    @Test
    void aSearchFindsTheBeginningOfANameInCodeAndAWordWithOneWrongLetter() throws IOException {
        search("maxConn");
        assertThat(browser.evaluate("document.getElementById('hits').textContent"))
                .contains("Server options");
        browser.evaluate(SEARCH + ".value = ''");
        browser.type("certifikate");
        assertThat(browser.evaluate("document.getElementById('hits').textContent"))
                .contains("certificate");
    }

    @Test
    void aSearchForWhatIsNowhereSaysSo() throws IOException {
        search("xylophone");
        assertThat(browser.evaluate("document.getElementById('hits').textContent"))
                .isEqualTo("Nothing has “xylophone” in it.");
    }

    private void search(String words) throws IOException {
        browser.resize(1280, 900);
        browser.open(page("start.html"));
        browser.evaluate(SEARCH + ".focus()");
        browser.type(words);
    }

    @Test
    void noPageScrollsSidewaysOnAPhone() throws IOException {
        browser.resize(420, 900);
        List<String> wide = new ArrayList<>();
        for (Page page : Checkout.pages()) {
            browser.open(built(page));
            String beyond =
                    browser.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if (!beyond.equals("0")) {
                wide.add(page + ": by " + beyond + " pixels");
            }
        }
        assertThat(wide).isEmpty();
    }

    @Test
    void noPageReportsAnErrorToTheConsole() throws IOException {
        for (Page page : Checkout.pages()) {
            browser.open(built(page));
        }
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void allThatAProgramPrintsCanBeSelected() throws IOException {
        for (Page page : Checkout.pages()) {
            browser.open(built(page));
            assertThat(browser.evaluate("[...document.querySelectorAll('pre *')]"
                            + ".filter(part => getComputedStyle(part).userSelect === 'none')"
                            + ".map(part => part.textContent).filter(text => text !== '$ ').join('\\n')"))
                    .as("cannot be selected on %s", page)
                    .isEmpty();
        }
    }

    @Test
    void theCopyButtonOfATerminalCopiesWhatIsTyped() throws IOException {
        browser.open(page("start.html"));
        browser.evaluate(
                "Object.defineProperty(navigator, 'clipboard', {value: {writeText: async text => { window.copied = text }}})");
        browser.evaluate("document.querySelectorAll('.copy')[2].click()");
        assertThat(browser.evaluate("window.copied")).isEqualTo("""
                        ./wwep write 0FAC 0B 1234
                        ./wwep read 0FAC 0B
                        ./wwep read 0BAC 0B
                        echo $?""");
    }

    @Test
    void theCurrentPageIsInViewInTheListOfPages() throws IOException {
        browser.resize(1280, 600);
        browser.open(page("course.html"));
        assertThat(browser.evaluate(
                        "document.querySelector('nav [aria-current]').getBoundingClientRect().bottom < innerHeight"))
                .isEqualTo("true");
    }

    private static Path built(Page page) {
        return page(page.name().replace(".adoc", ".html"));
    }

    private static Path page(String name) {
        return Checkout.BUILT_SITE.resolve(name);
    }
}
