package io.wwep.examples;

import io.wwep.server.redis.RedisRegisterStore;
import io.wwep.server.store.DiskRegisterStore;
import io.wwep.server.store.RegisterStore;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

    @Option(
            names = "--store",
            paramLabel = "redis://HOST:PORT",
            description = "Keep the registers in this Redis, which several servers can share. With a password:"
                    + " redis://:PASSWORD@HOST:PORT.")
    private @Nullable URI redis;

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
            try {
                RedisRegisterStore store = RedisRegisterStore.open(redis);
                opened = store;
                return store;
            } catch (IllegalArgumentException e) {
                throw new BadUsageException("--store: " + e.getMessage());
            }
        }
        return RegisterStore.inMemory();
    }

    /** Returns where the registers are kept, as text; empty if they are in memory. */
    Optional<String> place() {
        if (file != null) {
            return Optional.of("keeps its registers in " + file);
        }
        return Optional.ofNullable(redis)
                .map(server -> "keeps its registers in Redis at " + server.getHost() + ":" + server.getPort());
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
