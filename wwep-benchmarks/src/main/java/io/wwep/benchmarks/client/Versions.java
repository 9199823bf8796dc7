package io.wwep.benchmarks.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The versions that this module was built with, as the parent POM pins them. */
public final class Versions {

    private static final Properties BUILT_WITH = load();

    private Versions() {}

    /** The version of a library, by the name that its property in the parent POM begins with. */
    public static String of(String library) {
        String version = BUILT_WITH.getProperty(library);
        if (version == null) {
            throw new IllegalArgumentException("no version of " + library + ": add it to versions.properties");
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
