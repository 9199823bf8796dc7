package io.wwep.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.protocol.DeviceId;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** Tests the server's jar without the optional dependency wwep-sqlite. */
class WithoutSqliteTest {

    @TempDir
    private Path folder;

    @Test
    void theMissingDependencyIsNamed() throws Exception {
        URL[] jars = {locationOf(DiskRegisterStore.class), locationOf(DeviceId.class), locationOf(Logger.class)};
        try (URLClassLoader loader = new URLClassLoader(jars, ClassLoader.getPlatformClassLoader())) {
            Class<?> store = loader.loadClass(DiskRegisterStore.class.getName());
            // Like a direct call, this resolves no other method.
            MethodHandle open =
                    MethodHandles.publicLookup().findStatic(store, "open", MethodType.methodType(store, Path.class));
            Path file = folder.resolve("registers");

            assertThatThrownBy(() -> open.invoke(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("registers in a file need io.wwep:wwep-sqlite")
                    .hasMessageContaining("add that dependency");
            assertThat(file).doesNotExist();
            assertThat(loader.loadClass(RegisterStore.class.getName())
                            .getMethod("inMemory")
                            .invoke(null))
                    .as("the rest works")
                    .isNotNull();
        }
    }

    private static URL locationOf(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }
}
