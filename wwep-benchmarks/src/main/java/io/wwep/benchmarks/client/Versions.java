package io.wwep.benchmarks.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The library versions that this module was built with, as pinned in the parent POM. */
public final class Versions {

    private static final Properties BUILT_WITH = load();

    private Versions() {}

    /** Returns the version of a library, by the prefix of its property in the parent POM. */
    public static String of(String library) {
        String version = BUILT_WITH.getProperty(library);
        if (version == null) {
            throw new IllegalArgumentException("unknown version of " + library + ": add it to versions.properties");
        }
        return version;
    }

    private static Properties load() {
        Properties properties = new Properties();
        try (InputStream file = Versions.class.getResourceAsStream("/io/wwep/benchmarks/versions.properties")) {
            if (file == null) {
                throw new IllegalStateException("versions.properties is missing: build with Maven");
            }
            properties.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
