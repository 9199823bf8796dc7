package io.wwep.docs.site;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;

/**
 * Fills the lists of a page with the messages of the code. A list says which are its own: {@code data-of} names classes or
 * modules whose messages it has, of which {@code data-has} may pick those that match; {@code data-parts} names classes that
 * make parts of messages. The first list that wants a message has it.
 */
final class MessageLists {

    private final List<Element> lists;

    MessageLists(BuiltPage page) {
        this.lists = page.document().select("ul.messages");
    }

    /** Fills them, and fails if a message is in none, or a list has none. */
    void fill(List<ErrorMessages.Text> texts) {
        List<String> homeless = texts.stream()
                .filter(text -> lists.stream().noneMatch(list -> wants(list, text)) && text.isMessage())
                .map(text -> text.type() + ": " + text.text())
                .toList();
        if (!homeless.isEmpty()) {
            throw new IllegalStateException(
                    "ref-messages.adoc has no list for the messages below. Add their class to one,"
                            + " with their cause and what to do:\n" + String.join("\n", homeless));
        }
        for (Element list : lists) {
            texts.stream()
                    .filter(text -> lists.stream()
                            .filter(each -> wants(each, text))
                            .findFirst()
                            .equals(Optional.of(list)))
                    .map(ErrorMessages.Text::text)
                    .distinct()
                    .sorted()
                    .forEach(text -> list.appendElement("li").text(text));
            if (list.childrenSize() == 0) {
                throw new IllegalStateException("ref-messages.adoc has a list without a message: " + list.attributes());
            }
        }
    }

    private static boolean wants(Element list, ErrorMessages.Text text) {
        if (!text.isMessage()) {
            return names(list, "data-parts").anyMatch(text.type()::equals);
        }
        return names(list, "data-of").anyMatch(name -> name.equals(text.type()) || name.equals(text.module()))
                && Pattern.compile(list.attr("data-has")).matcher(text.text()).find();
    }

    private static Stream<String> names(Element list, String attribute) {
        return Arrays.stream(list.attr(attribute).split(" ", -1));
    }
}
