package io.wwep.examples.bridge.config;

import io.wwep.examples.bridge.config.YamlNode.Entry;
import io.wwep.examples.bridge.config.YamlNode.Items;
import io.wwep.examples.bridge.config.YamlNode.Keys;
import io.wwep.examples.bridge.config.YamlNode.Text;
import io.wwep.examples.bridge.config.YamlNode.Unusable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Builds the tree of a YAML text, with the position of everything in it. It works on the parser's events, because the
 * library's own trees have expanded aliases, and report only the first error.
 */
final class YamlTree {

    /** A configuration has five levels. */
    private static final int MAX_DEPTH = 20;

    /** What word processors and web pages make of quotes. */
    private static final String COPIED_QUOTES = "“”„‟‘’‚‛«»‹›";

    private final Problems problems;
    private final int[] characters;
    private final Iterator<Event> events;
    private final Set<String> rejected = new HashSet<>();

    private YamlTree(String text, Problems problems) {
        this.problems = problems;
        characters = text.codePoints().toArray();
        LoadSettings settings =
                LoadSettings.builder().setCodePointLimit(ConfigText.MAX_BYTES).build();
        events = new Parse(settings).parseString(text).iterator();
    }

    /** Returns the root of the text, or null if it has none. Reports what is wrong. */
    static @Nullable YamlNode of(String text, Problems problems) {
        try {
            return new YamlTree(text, problems).root();
        } catch (YamlEngineException e) {
            SyntaxProblem.of(text, e).reportTo(problems);
        }
        return null;
    }

    private @Nullable YamlNode root() {
        YamlNode root = null;
        while (events.hasNext()) {
            Event event = events.next();
            switch (event.getEventId()) {
                case DocumentStart -> {
                    if (root != null) {
                        problems.error(
                                position(event), "a second document begins here; write one document, without this ---");
                        return root;
                    }
                }
                case Scalar, MappingStart, SequenceStart, Alias -> root = node(event, 0);
                default -> {
                    // Begins or ends a stream or a document.
                }
            }
        }
        return root;
    }

    private YamlNode node(Event event, int depth) {
        Position position = position(event);
        if (depth > MAX_DEPTH) {
            problems.error(position, "more than " + MAX_DEPTH + " levels; write at most five, as in the example");
            throw new Problems.EndedException();
        }
        if (event instanceof AliasEvent alias) {
            reject(position, "*", alias.getAlias().getValue(), "an alias", "write what it stands for instead");
            return new Unusable(position);
        }
        if (event instanceof NodeEvent node) {
            node.getAnchor()
                    .ifPresent(
                            name -> reject(position, "&", name.getValue(), "an anchor", "write the value without it"));
        }
        YamlNode node;
        Optional<String> tag;
        if (event instanceof ScalarEvent scalar) {
            node = text(scalar, position);
            tag = scalar.getTag();
        } else {
            node = event instanceof MappingStartEvent ? keys(position, depth) : items(position, depth);
            tag = event instanceof CollectionStartEvent start ? start.getTag() : Optional.empty();
        }
        if (tag.isPresent()) {
            reject(position, "!", tag.get(), "a tag", "write the value without it");
            return new Unusable(position);
        }
        return node;
    }

    /**
     * Reports the first use of what is not supported: one name may be used thousands of times. The name is not shown, since
     * it may be a password that begins with such a character.
     */
    private void reject(Position position, String mark, String name, String what, String remedy) {
        if (rejected.add(mark + name)) {
            problems.error(
                    position,
                    what + " is not supported; " + remedy + ", or put text that begins with " + mark + " in quotes");
        }
    }

    private YamlNode text(ScalarEvent scalar, Position position) {
        String text = scalar.getValue();
        if (scalar.isPlain() && !text.isEmpty() && COPIED_QUOTES.indexOf(text.charAt(0)) >= 0) {
            problems.error(
                    position, "the quote " + text.charAt(0) + " would be part of the text; write \" or ' instead");
            return new Unusable(position);
        }
        return new Text(position, text, !scalar.isPlain());
    }

    private YamlNode items(Position position, int depth) {
        List<YamlNode> nodes = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            nodes.add(node(event, depth + 1));
        }
        return new Items(position, nodes);
    }

    private YamlNode keys(Position position, int depth) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            YamlNode key = node(event, depth + 1);
            Event valueEvent = events.next();
            YamlNode value = node(valueEvent, depth + 1);
            if (key instanceof Text && value instanceof Text text && text.isMissing() && !hasColon(event, valueEvent)) {
                // The key is not shown: it may be a password, as in password:secret.
                problems.error(
                        key.position(),
                        "this has no colon and space after the key; write them, as in {host: 10.0.0.7}, and put text"
                                + " with a comma in quotes");
                continue;
            }
            if (!(key instanceof Text text)) {
                if (!(key instanceof Unusable)) {
                    problems.error(key.position(), "a key must be text; write a name and a colon");
                }
                continue;
            }
            Entry first = entries.putIfAbsent(text.text(), new Entry(text.position(), value));
            if (first != null) {
                problems.error(
                        text.position(),
                        "the key '" + text.text() + "' is given twice, first in line "
                                + first.position().line() + "; leave one out");
            }
        }
        return new Keys(position, entries);
    }

    /** Whether a colon is between a key and its value, as in {@code {key: }} and not in {@code {key}}. */
    private boolean hasColon(Event key, Event value) {
        int from = key.getEndMark().map(Mark::getIndex).orElse(0);
        int to = value.getStartMark().map(Mark::getIndex).orElse(0);
        return Arrays.stream(characters, from, Math.max(from, to)).anyMatch(each -> each == ':');
    }

    private static Position position(Event event) {
        return event.getStartMark().map(YamlTree::position).orElse(Position.START);
    }

    static Position position(Mark mark) {
        return new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
