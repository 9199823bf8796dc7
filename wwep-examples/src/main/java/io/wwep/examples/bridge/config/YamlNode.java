package io.wwep.examples.bridge.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A part of a YAML file, and where it is. */
sealed interface YamlNode {

    /** Where it begins. */
    Position position();

    /** Returns what YAML parsers return for it: text, null, a list or a map. */
    @Nullable
    Object plain();

    /** Whether everything in it can be used. */
    default boolean isUsable() {
        return true;
    }

    /** A text. All scalars are text: {@code 05} is not a number. */
    record Text(Position position, String text, boolean isQuoted) implements YamlNode {

        /** Whether nothing was written, as after {@code host:}. */
        boolean isMissing() {
            return text.isEmpty() && !isQuoted;
        }

        @Override
        public @Nullable Object plain() {
            return isMissing() ? null : text;
        }
    }

    /** A list. */
    record Items(Position position, List<YamlNode> nodes) implements YamlNode {

        @Override
        public Object plain() {
            List<@Nullable Object> plain = new ArrayList<>();
            nodes.forEach(node -> plain.add(node.plain()));
            return plain;
        }

        @Override
        public boolean isUsable() {
            return nodes.stream().allMatch(YamlNode::isUsable);
        }
    }

    /** A map. */
    record Keys(Position position, Map<String, Entry> entries) implements YamlNode {

        @Override
        public Map<String, @Nullable Object> plain() {
            Map<String, @Nullable Object> plain = new LinkedHashMap<>();
            entries.forEach((key, entry) -> plain.put(key, entry.value().plain()));
            return plain;
        }

        @Override
        public boolean isUsable() {
            return entries.values().stream().allMatch(entry -> entry.value().isUsable());
        }
    }

    /** Something that was reported as an error already, so nothing else is reported of it. */
    record Unusable(Position position) implements YamlNode {

        @Override
        public @Nullable Object plain() {
            return null;
        }

        @Override
        public boolean isUsable() {
            return false;
        }
    }

    /**
     * A key of a map with its value.
     *
     * @param position where the key is
     */
    record Entry(Position position, YamlNode value) {}
}
