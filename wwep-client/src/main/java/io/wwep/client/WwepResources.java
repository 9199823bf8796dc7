package io.wwep.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.wwep.client.internal.Resources;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;

/**
 * The threads that clients share: one event loop, which serves futures, virtual threads and idle connections, and keeps the
 * deadlines of futures; and workers for what may block, such as connecting for a future. All are daemons. They start when a
 * client first needs them, and end when the last client that does is closed.
 *
 * <p>By default, all clients of the process share {@link #shared()}. Some of their own keep clients apart, and close them
 * together:
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
 * <p>Safe for use by many threads.
 */
public final class WwepResources implements AutoCloseable {

    private static final WwepResources SHARED = new WwepResources(Thread::new, true);

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

    /** {@return those of all clients of the process that are given no others} They cannot be closed. */
    public static WwepResources shared() {
        return SHARED;
    }

    /** {@return new ones, for the clients that are given them} No thread starts yet. */
    public static WwepResources create() {
        return create(Thread::new);
    }

    /** For tests: makes threads in another way. */
    static WwepResources create(BiFunction<Runnable, String, Thread> maker) {
        return new WwepResources(maker, false);
    }

    Resources threads() {
        return threads;
    }

    /**
     * Has a client closed with these, and returns it. Not if they are shared: a client that is dropped unclosed is not kept in
     * memory.
     */
    WwepClient add(WwepClient client) {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException(
                        "the resources are closed: give the client others, or none to share those of the process");
            }
            if (!isShared) {
                clients.add(client);
            }
            return client;
        } finally {
            lock.unlock();
        }
    }

    /** Forgets a client that is closed. */
    void remove(WwepClient client) {
        lock.lock();
        try {
            clients.remove(client);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Closes the clients that use these, as {@link WwepClient#close()} does: what is in flight on them fails at once. No other
     * client can be built with these. Returns at once; does nothing the second time, nor if these are {@link #shared()}.
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
        open.forEach(WwepClient::close);
    }
}
