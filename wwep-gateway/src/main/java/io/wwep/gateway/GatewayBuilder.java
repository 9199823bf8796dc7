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
     * Runs the clients of all endpoints on these threads. Default: those that each client's builder was given, which are those of
     * the process unless set.
     *
     * @param resources must not be closed; the gateway does not close them
     * @return this builder
     */
    public GatewayBuilder resources(WwepResources resources) {
        this.resources = Objects.requireNonNull(resources, "resources");
        return this;
    }

    /**
     * Sets what runs the consumers of watches. Default: a virtual thread for each on Java 21 and later; before, one to four
     * daemon threads of the gateway, which consumers that block can use up.
     *
     * @param executor must run tasks on its own threads: on the submitting one, consumers would delay the polls of all. The gateway
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

    /** For tests: replaces the clock, which gives readings their time but decides nothing. */
    GatewayBuilder clock(InstantSource clock) {
        this.clock = clock;
        return this;
    }
}
