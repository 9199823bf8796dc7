package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.protocol.DeviceId;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** Tests the gateway's jar without the optional dependency wwep-sqlite. */
class WithoutSqliteTest {

    @TempDir
    private Path folder;

    @Test
    void theMissingDependencyIsNamed() throws Exception {
        URL[] jars = {
            locationOf(Gateway.class),
            locationOf(DeviceId.class),
            locationOf(Logger.class),
            locationOf(NullMarked.class)
        };
        try (URLClassLoader loader = new URLClassLoader(jars, ClassLoader.getPlatformClassLoader())) {
            Object builder = loader.loadClass(Gateway.class.getName())
                    .getMethod("create")
                    .invoke(null);
            Path file = folder.resolve("outbox.db");
            builder.getClass().getMethod("outbox", Path.class).invoke(builder, file);

            assertThatThrownBy(() -> builder.getClass().getMethod("build").invoke(builder))
                    .cause()
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("an outbox needs io.wwep:wwep-sqlite")
                    .hasMessageContaining("add that dependency");
            assertThat(file).doesNotExist();

            Object without = loader.loadClass(Gateway.class.getName())
                    .getMethod("create")
                    .invoke(null);
            try (AutoCloseable gateway =
                    (AutoCloseable) without.getClass().getMethod("build").invoke(without)) {
                assertThat(gateway).as("a gateway without an outbox").isNotNull();
            }
        }
    }

    private static URL locationOf(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }
}
