package io.wwep.client.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The name lookups of all clients that share threads. The system may take long to answer one, and cannot be asked to stop, so
 * each runs on its own thread. There is at most one at a time for each host name, whose clients share it: threads cannot pile up
 * while a name server is down. Thread-safe.
 */
final class Lookups {

    /** What is looked up, and how. */
    record Name(String host, HostResolver resolver) {}

    private final Resources resources;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Map<Name, Running> running = new HashMap<>();

    Lookups(Resources resources) {
        this.resources = resources;
    }

    /**
     * Adds a client to the running lookup of a name, or starts one. The client is informed when it ends.
     *
     * @throws IOException if no thread can start
     */
    void join(Name name, NameLookup client) throws IOException {
        lock.lock();
        try {
            Running lookup = running.get(name);
            if (lookup == null) {
                lookup = new Running(name);
                running.put(name, lookup);
                lookup.thread = resources.start(lookup::run, "wwep-lookup-" + name.host(), () -> forget(name));
            }
            lookup.clients.add(client);
        } finally {
            lock.unlock();
        }
    }

    private void forget(Name name) {
        lock.lock();
        try {
            running.remove(name);
        } finally {
            lock.unlock();
        }
    }

    /** Removes a client. A lookup that no client waits for any more is interrupted. */
    void leave(Name name, NameLookup client) {
        lock.lock();
        try {
            Running lookup = running.get(name);
            if (lookup != null && lookup.clients.remove(client) && lookup.clients.isEmpty()) {
                lookup.interrupted = true;
                if (lookup.thread != null) {
                    lookup.thread.interrupt();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends a lookup. Returns the clients to inform, or null if it must run again: it was interrupted, then a client joined. */
    private @Nullable List<NameLookup> end(Running lookup, boolean succeeded) {
        lock.lock();
        try {
            if (lookup.interrupted && !succeeded && !lookup.clients.isEmpty()) {
                lookup.interrupted = false;
                var unused = Thread.interrupted();
                return null;
            }
            running.remove(lookup.name);
            return List.copyOf(lookup.clients);
        } finally {
            lock.unlock();
        }
    }

    private final class Running {

        final Name name;

        // Guarded by the lock:

        final Set<NameLookup> clients = new HashSet<>();

        @Nullable
        Thread thread;

        boolean interrupted;

        Running(Name name) {
            this.name = name;
        }

        private void run() {
            List<NameLookup> informed = null;
            while (informed == null) {
                InetAddress[] found = {};
                Throwable failure = null;
                try {
                    found = name.resolver().addresses(name.host());
                } catch (Throwable e) { // whatever the resolver throws, the clients must get it
                    failure = e;
                }
                informed = end(this, failure == null);
                if (informed != null) {
                    for (NameLookup client : informed) {
                        client.end(found, failure);
                    }
                }
            }
        }
    }
}
