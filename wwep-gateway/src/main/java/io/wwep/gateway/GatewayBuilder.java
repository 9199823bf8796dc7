package io.wwep.gateway;

import io.wwep.client.WwepResources;
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

    /** {@return a new gateway without endpoints} Starts its thread. */
    public Gateway build() {
        return new Gateway(new GatewayThread(clock), resources, executor, List.copyOf(observers));
    }

    /** For tests: replaces the clock that timestamps readings. It does not affect scheduling. */
    GatewayBuilder clock(InstantSource clock) {
        this.clock = clock;
        return this;
    }
}
