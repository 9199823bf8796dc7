package io.wwep.gateway;

import io.wwep.client.WwepResources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Builds a {@link Gateway}. Not thread-safe. */
public final class GatewayBuilder {

    private final List<GatewayObserver> observers = new ArrayList<>(0);
    private @Nullable WwepResources resources;
    private @Nullable Executor executor;
    private @Nullable Path outboxFile;
    private OutboxSettings outboxSettings = OutboxSettings.DEFAULT;
    private InstantSource clock = InstantSource.system();

    GatewayBuilder() {}

    /**
     * Sets the resources that the clients of all endpoints share. Default: the resources set on each client's builder,
     * or else the shared resources of the process.
     *
     * @param resources must be open; the gateway does not close them
     * @return this builder
     */
    public GatewayBuilder resources(WwepResources resources) {
        this.resources = Objects.requireNonNull(resources, "resources");
        return this;
    }

    /**
     * Sets the executor that runs the consumers of watches. Default: on Java 21 and later, virtual threads; on earlier
     * versions, one to four daemon threads of the gateway, which blocking consumers can use up.
     *
     * @param executor must not run tasks on the submitting thread, where consumers would delay all polls. The gateway
     *     does not shut it down
     * @return this builder
     */
    public GatewayBuilder executor(Executor executor) {
        this.executor = Objects.requireNonNull(executor, "executor");
        return this;
    }

    /**
     * Adds an observer of endpoints and polls, for metrics.
     *
     * @param observer must be thread-safe and must not block
     * @return this builder
     */
    public GatewayBuilder addObserver(GatewayObserver observer) {
        observers.add(Objects.requireNonNull(observer, "observer"));
        return this;
    }

    /**
     * Keeps writes in a file until their servers have accepted them: {@link GatewayDevice#enqueue}. Needs {@code
     * io.wwep:wwep-sqlite} on the class path. Default: no outbox.
     *
     * @param file a path in an existing folder on a local disk; created if it does not exist, readable only by this
     *     user. Only one gateway at a time can open it
     * @return this builder
     */
    public GatewayBuilder outbox(Path file) {
        return outbox(file, OutboxSettings.DEFAULT);
    }

    /**
     * Keeps writes in a file, with limits: {@link #outbox(Path)}.
     *
     * @param file a path in an existing folder on a local disk
     * @param settings the limits
     * @return this builder
     */
    public GatewayBuilder outbox(Path file, OutboxSettings settings) {
        this.outboxFile = Objects.requireNonNull(file, "file");
        this.outboxSettings = Objects.requireNonNull(settings, "settings");
        return this;
    }

    /**
     * {@return a new gateway without endpoints} Starts its threads.
     *
     * @throws UncheckedIOException if the file of the outbox cannot be opened, is in use by another gateway, is damaged
     *     or not such a file (it is then left unchanged), or if {@code io.wwep:wwep-sqlite} is missing
     */
    public Gateway build() {
        OutboxStorage storage = outboxFile == null ? null : open(outboxFile);
        boolean done = false;
        try {
            Gateway gateway = new Gateway(
                    new GatewayThread(clock),
                    resources,
                    executor,
                    List.copyOf(observers),
                    storage,
                    outboxSettings,
                    clock);
            done = true;
            return gateway;
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        } finally {
            if (!done && storage != null) {
                close(storage);
            }
        }
    }

    private static OutboxStorage open(Path file) {
        try {
            return OutboxFile.open(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        } catch (NoClassDefFoundError e) {
            String message = "an outbox needs io.wwep:wwep-sqlite and its dependencies, but " + e.getMessage()
                    + " is missing: add that dependency (with modules, also --add-modules io.wwep.sqlite)";
            throw new UncheckedIOException(message, new IOException(message, e));
        }
    }

    private static void close(OutboxStorage storage) {
        try {
            storage.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** For tests: replaces the clock that timestamps readings and expires writes. It does not affect scheduling. */
    GatewayBuilder clock(InstantSource clock) {
        this.clock = clock;
        return this;
    }
}
