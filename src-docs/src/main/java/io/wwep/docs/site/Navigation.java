package io.wwep.docs.site;

import java.util.List;
import org.jsoup.nodes.Element;

/** The order of the pages, as the list beside them has it. */
final class Navigation {

    private static final String HOME = "index.html";

    private final List<Entry> entries;

    /** A page, and what the list calls it. */
    private record Entry(String name, String title) {}

    private Navigation(List<Entry> entries) {
        this.entries = entries;
    }

    /** Reads the list from a page; each page has it. */
    static Navigation of(BuiltPage page) {
        return new Navigation(page.document().select("nav .home, nav .contents a:not([href^=\"api/\"])").stream()
                .map(link -> new Entry(link.attr("href"), link.text()))
                .toList());
    }

    List<String> names() {
        return entries.stream().map(Entry::name).toList();
    }

    /** Marks the page in the list, and links the page to the one before it and the one after it. */
    void mark(BuiltPage page) {
        page.document().select("nav a[href=" + page.name() + "]:not(.home)").attr("aria-current", "page");
        int place = names().indexOf(page.name());
        Element content = page.document().getElementById("content");
        if (content == null || page.name().equals(HOME)) {
            return;
        }
        Element links = content.appendElement("nav").addClass("turn").attr("aria-label", "Previous and next page");
        link(links, place - 1, "prev", "Previous");
        link(links, place + 1, "next", "Next");
    }

    private void link(Element links, int place, String relation, String label) {
        if (place < 0 || place >= entries.size()) {
            return;
        }
        Entry entry = entries.get(place);
        Element link = links.appendElement("a").attr("href", entry.name()).attr("rel", relation);
        link.appendElement("span").text(label);
        link.appendText(" ").appendText(entry.name().equals(HOME) ? "Home" : entry.title());
    }
}
