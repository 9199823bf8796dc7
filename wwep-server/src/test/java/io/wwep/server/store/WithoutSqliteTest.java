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

/** The server's jar without the one that opens files: wwep-sqlite is an optional dependency. */
class WithoutSqliteTest {

    @TempDir
    private Path folder;

    @Test
    void itIsSaidWhatToAdd() throws Exception {
        URL[] jars = {placeOf(DiskRegisterStore.class), placeOf(DeviceId.class), placeOf(Logger.class)};
        try (URLClassLoader loader = new URLClassLoader(jars, ClassLoader.getPlatformClassLoader())) {
            Class<?> store = loader.loadClass(DiskRegisterStore.class.getName());
            // As a program calls it, which looks at no other method.
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
                    .as("all else works")
                    .isNotNull();
        }
    }

    private static URL placeOf(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }
}
