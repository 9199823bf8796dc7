package io.wwep.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.wwep.client.internal.Resources;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;

/**
 * The threads that clients share: an event loop, which connects and exchanges for futures and virtual threads, watches idle
 * connections and enforces the deadlines of futures; a few workers for tasks that may block, such as certificate checks and
 * listeners, and more of them only while tasks do block; and one thread for each host name that is being looked up. All
 * are daemon threads. They start when a client first needs them, and end when the last client that needed them is closed.
 *
 * <p>By default, all clients of the process use {@link #shared()}. Create your own to keep a group of clients apart and close
 * them together:
 *
 * <pre>{@code
 * try (WwepResources resources = WwepResources.create()) {
 *     WwepClient boiler = WwepClient.create("10.0.0.7").resources(resources).build();
 *     WwepClient lamp = WwepClient.create("wwep.local").resources(resources).build();
 *     boiler.write(0x0FAC, 0x05, 1);
 *     lamp.write(0x0FAC, 0x05, 1);
 * } // closes both
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class WwepResources implements AutoCloseable {

    private static final WwepResources SHARED = new WwepResources((work, name) -> new Thread(work, name), true);

    private final Resources threads;
    private final boolean isShared;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Set<WwepClient> clients = new HashSet<>();

    @GuardedBy("lock")
    private boolean closed;

    private WwepResources(BiFunction<Runnable, String, Thread> maker, boolean isShared) {
        this.threads = new Resources(maker);
        this.isShared = isShared;
    }

    /** {@return the resources of all clients that are not given others} Closing them does nothing. */
    public static WwepResources shared() {
        return SHARED;
    }

    /** {@return new resources for a group of clients} Starts no thread yet. */
    public static WwepResources create() {
        return create(Thread::new);
    }

    /** For tests: creates threads with this factory. */
    static WwepResources create(BiFunction<Runnable, String, Thread> maker) {
        return new WwepResources(maker, false);
    }

    Resources threads() {
        return threads;
    }

    /**
     * Registers a client to be closed with these resources, and returns it. Shared resources do not register clients, so that a
     * client that was dropped without being closed is not kept in memory.
     */
    WwepClient add(WwepClient client) {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException(
                        "the resources are closed: give the client others, or none to use those of the process");
            }
            if (!isShared) {
                clients.add(client);
            }
            return client;
        } finally {
            lock.unlock();
        }
    }

    /** Removes a closed client. */
    void remove(WwepClient client) {
        lock.lock();
        try {
            clients.remove(client);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Closes all clients that use these resources, as {@link WwepClient#close()} does: requests in flight fail at once. No more
     * clients can be built with them. Returns at once. Has no effect when called again, or on {@link #shared()}.
     */
    @Override
    public void close() {
        if (isShared) {
            return;
        }
        List<WwepClient> open;
        lock.lock();
        try {
            closed = true;
            open = List.copyOf(clients);
        } finally {
            lock.unlock();
        }
        Throwable failure = null;
        for (WwepClient client : open) {
            try {
                client.close();
            } catch (RuntimeException | Error e) { // the others must still be closed
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }
}
