package io.wwep.examples;

import io.wwep.server.redis.RedisRegisterStore;
import io.wwep.server.store.DiskRegisterStore;
import io.wwep.server.store.RegisterStore;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Selects where a server keeps its registers. */
final class ServerStoreOptions {

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description =
                    "Keep the registers in this file, which is created if it is missing. Accepted writes are on disk"
                            + " before the reply and survive a restart.")
    private @Nullable Path file;

    @ArgGroup(exclusive = false)
    private @Nullable RedisOptions redis;

    private @Nullable Closeable opened;

    /** Opens the store that the options name, or else one in memory. */
    RegisterStore open() throws IOException {
        if (file != null) {
            try {
                DiskRegisterStore store = DiskRegisterStore.open(file);
                opened = store;
                return store;
            } catch (IOException e) {
                throw new BadUsageException("--data: " + e.getMessage());
            }
        }
        if (redis != null) {
            RedisRegisterStore store = redis.open();
            opened = store;
            return store;
        }
        return RegisterStore.inMemory();
    }

    /** Returns where the registers are kept, as text; empty if they are in memory. */
    Optional<String> place() {
        if (file != null) {
            return Optional.of("keeps its registers in " + file);
        }
        return Optional.ofNullable(opened).map(store -> "keeps its registers in " + store);
    }

    /** Closes the store that {@link #open} opened. */
    void close() throws IOException {
        Closeable store = opened;
        opened = null;
        if (store != null) {
            store.close();
        }
    }
}
