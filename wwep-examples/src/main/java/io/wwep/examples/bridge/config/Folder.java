package io.wwep.examples.bridge.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The folder that relative paths of a configuration file are relative to: its own. */
record Folder(Path configFile) {

    Path resolve(String path) {
        return configFile.resolveSibling(path);
    }

    /** Returns the path of a key that may be left out. */
    @Nullable
    Path path(Section section, String key) {
        // An InvalidPathException is an IllegalArgumentException.
        return section.parsed(key, section.text(key), this::resolve);
    }
}
