package io.wwep.examples.bridge.config;

import io.wwep.examples.bridge.config.YamlNode.Entry;
import io.wwep.examples.bridge.config.YamlNode.Items;
import io.wwep.examples.bridge.config.YamlNode.Keys;
import io.wwep.examples.bridge.config.YamlNode.Text;
import io.wwep.examples.bridge.config.YamlNode.Unusable;
import java.util.ArrayList;
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

    /** Reading ends here: what follows has no meaning. */
    private static final class EndedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        EndedException() {
            super("reported already", null, false, false);
        }
    }

    private final Problems problems;
    private final Iterator<Event> events;
    private final Set<String> rejected = new HashSet<>();

    private YamlTree(String text, Problems problems) {
        this.problems = problems;
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
        } catch (EndedException e) {
            // It was reported where it happened.
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
            throw new EndedException();
        }
        if (event instanceof AliasEvent alias) {
            reject(position, "the alias *" + alias.getAlias(), "write what it stands for instead");
            return new Unusable(position);
        }
        if (event instanceof NodeEvent node) {
            node.getAnchor().ifPresent(name -> reject(position, "the anchor &" + name, "write the value without it"));
        }
        YamlNode node;
        Optional<String> tag;
        if (event instanceof ScalarEvent scalar) {
            node = new Text(position, scalar.getValue(), !scalar.isPlain());
            tag = scalar.getTag();
        } else {
            node = event instanceof MappingStartEvent ? keys(position, depth) : items(position, depth);
            tag = event instanceof CollectionStartEvent start ? start.getTag() : Optional.empty();
        }
        if (tag.isPresent()) {
            reject(position, "the tag " + shortTag(tag.get()), "write the value without it");
            return new Unusable(position);
        }
        return node;
    }

    /** Reports the first use of what is not supported: one name may be used thousands of times. */
    private void reject(Position position, String what, String remedy) {
        if (rejected.add(what)) {
            problems.error(position, what + " is not supported; " + remedy);
        }
    }

    private static String shortTag(String tag) {
        return tag.replaceFirst("^tag:yaml\\.org,2002:", "!!");
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
            YamlNode value = node(events.next(), depth + 1);
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

    private static Position position(Event event) {
        return event.getStartMark().map(YamlTree::position).orElse(Position.START);
    }

    static Position position(Mark mark) {
        return new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
