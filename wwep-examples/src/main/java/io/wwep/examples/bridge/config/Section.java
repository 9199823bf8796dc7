package io.wwep.examples.bridge.config;

import io.wwep.examples.bridge.config.YamlNode.Entry;
import io.wwep.examples.bridge.config.YamlNode.Items;
import io.wwep.examples.bridge.config.YamlNode.Keys;
import io.wwep.examples.bridge.config.YamlNode.Text;
import io.wwep.examples.bridge.config.YamlNode.Unusable;
import io.wwep.examples.input.Suggestions;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A map of the file while it is read. Methods that return a value return null if there is none, or none that can be used;
 * they have reported that then.
 */
final class Section {

    private static final int MOST_LISTED = 16;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

    private final Position position;
    private final Keys node;
    private final Map<String, Entry> entries;
    private final Problems problems;
    private boolean hasErrors;

    Section(Position position, Keys node, Problems problems) {
        this.position = position;
        this.node = node;
        this.entries = node.entries();
        this.problems = problems;
    }

    Keys node() {
        return node;
    }

    Map<String, Entry> entries() {
        return entries;
    }

    /** Whether an error of this section was reported, apart from those of sections in it. */
    boolean hasErrors() {
        return hasErrors;
    }

    /** Reports a key of this section that cannot be the name of a device, an endpoint or a profile. */
    void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            error(
                    name,
                    "this is not a name; write 1 to 64 lower-case letters, digits, - and _, beginning with a letter or a"
                            + " digit");
        }
    }

    /**
     * Reports the keys that are not known.
     *
     * @param known the known keys
     * @param otherwiseReported keys that another message is about
     */
    void allowOnly(Collection<String> known, String... otherwiseReported) {
        Set<String> allowed = new HashSet<>(known);
        allowed.addAll(List.of(otherwiseReported));
        entries.keySet().stream()
                .filter(key -> !allowed.contains(key))
                .forEach(key -> error(
                        key,
                        key.equals(PasswordReader.FORBIDDEN_KEY)
                                ? PasswordReader.FORBIDDEN
                                : "unknown key; write " + nearest(key, known)));
    }

    /** Returns what to write instead of a word: known words that are close to it, or all of them. */
    static String nearest(String word, Collection<String> known) {
        List<String> close = Suggestions.close(word, known);
        if (!close.isEmpty()) {
            return String.join(" or ", close);
        }
        return known.size() == 1
                ? known.iterator().next()
                : "one of " + String.join(" ", known.stream().limit(MOST_LISTED).toList())
                        + (known.size() > MOST_LISTED ? " …" : "");
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    /** Reports an error of a key, or of the section if it lacks the key. */
    void error(String key, String message) {
        hasErrors = true;
        problems.error(position(key), key + ": " + message);
    }

    void warn(String key, String message) {
        problems.warn(position(key), key + ": " + message);
    }

    private Position position(String key) {
        Entry entry = entries.get(key);
        return entry == null ? position : entry.position();
    }

    /** Returns the section of this name, which must have something in it. */
    @Nullable
    Section filledSection(String key, String example) {
        Section section = section(key, example);
        if (section != null && section.entries.isEmpty()) {
            error(key, "this is empty; write at least one, as in " + example);
        }
        return section;
    }

    /** Returns the section of this name, or null, without reporting that. */
    @Nullable
    Section existingSection(String key) {
        Entry entry = entries.get(key);
        return entry != null && entry.value() instanceof Keys keys
                ? new Section(entry.position(), keys, problems)
                : null;
    }

    /** Returns the section of this name. */
    @Nullable
    Section section(String key, String example) {
        Entry entry = entries.get(key);
        if (entry == null) {
            error(key, "missing; write it, as in " + example);
            return null;
        }
        return section(key, entry, example);
    }

    /** Returns an entry of this section as a section. */
    @Nullable
    Section section(String key, Entry entry, String example) {
        if (entry.value() instanceof Keys keys) {
            return new Section(entry.position(), keys, problems);
        }
        if (key.equals(PasswordReader.FORBIDDEN_KEY) && !(entry.value() instanceof Unusable)) {
            error(key, PasswordReader.FORBIDDEN);
        } else if (entry.value() instanceof Items) {
            error(key, "this is a list; write keys without - and [], as in " + example);
        } else if (!(entry.value() instanceof Unusable)) {
            error(key, "this needs keys below it; write them, as in " + example);
        }
        return null;
    }

    /** Returns the text of a key that may be left out. */
    @Nullable
    String text(String key) {
        Entry entry = entries.get(key);
        if (entry == null || entry.value() instanceof Unusable) {
            return null;
        }
        // The value is not shown: it may be a password.
        if (!(entry.value() instanceof Text text)) {
            error(key, "the value is not text; write one value, without lists and keys");
            return null;
        }
        if (text.text().isBlank()) {
            error(key, "the value is missing; write one, or leave the key out");
            return null;
        }
        return text.text().strip();
    }

    /** Returns the text of a key that must be given. */
    @Nullable
    String require(String key, String example) {
        if (!has(key)) {
            error(key, "missing; write it, as in " + key + ": " + example);
        }
        return text(key);
    }

    /** Returns a text as something else; the parser's {@link IllegalArgumentException} says what to write instead. */
    <T> @Nullable T parsed(String key, @Nullable String text, Function<String, T> parser) {
        return text == null ? null : attempt(key, () -> parser.apply(text));
    }

    /** Returns what a key's value leads to; an {@link IllegalArgumentException} is an error of that key. */
    <T> @Nullable T attempt(String key, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            error(key, String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** Returns one of several values by its text, or the default if the key is left out or wrong. */
    <T> T choice(String key, Map<String, T> choices, T byDefault) {
        String text = text(key);
        T chosen = text == null ? byDefault : choices.get(text);
        if (chosen == null) {
            error(key, "'" + text + "' is not possible; write " + listed(List.copyOf(choices.keySet())));
            return byDefault;
        }
        return chosen;
    }

    private static String listed(List<String> choices) {
        int last = choices.size() - 1;
        return String.join(", ", choices.subList(0, last)) + " or " + choices.get(last);
    }

    /** Returns a boolean, false if it is left out. */
    boolean flag(String key) {
        Map<String, Boolean> choices = new LinkedHashMap<>();
        choices.put("true", true);
        choices.put("false", false);
        return choice(key, choices, false);
    }
}
