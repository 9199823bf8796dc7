package io.wwep.client.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Looks up a host's addresses with a time limit, which the JDK does not offer: each lookup runs on its own thread. A lookup that
 * takes too long continues, and the next caller waits for the same one, so that threads cannot pile up while a name server is
 * down.
 *
 * <p>Used by one thread at a time, except for {@link #close()}.
 */
final class NameLookup {

    private final String host;
    private final HostResolver resolver;
    private final Resources resources;
    private volatile @Nullable Running running;
    private volatile boolean closed;

    NameLookup(String host, HostResolver resolver, Resources resources) {
        this.host = host;
        this.resolver = resolver;
        this.resources = resources;
    }

    /**
     * Returns the host's addresses, at least one, in the resolver's order.
     *
     * @throws IOException if it has none, or no thread can start
     * @throws TimeoutException if the resolver takes too long
     * @throws CancellationException if this is closed
     */
    InetAddress[] addresses(long nanos) throws IOException, TimeoutException, InterruptedException {
        InetAddress literal = IpLiteral.parse(host);
        if (literal != null) {
            return new InetAddress[] {literal};
        }
        if (closed) {
            throw new CancellationException();
        }
        Running lookup = running;
        if (lookup == null || lookup.addresses.isDone()) {
            lookup = new Running();
            running = lookup;
            lookup.thread = resources.start(lookup::resolve, "wwep-lookup-" + host, () -> running = null);
        }
        if (closed) {
            close(); // close() may have been called before there was a lookup to end
        }
        try {
            return lookup.addresses.get(nanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            UnknownHostException unknown = new UnknownHostException(host);
            unknown.initCause(e.getCause());
            throw unknown;
        }
    }

    /** Wakes a thread that waits for a lookup. */
    void close() {
        closed = true;
        Running lookup = running;
        if (lookup != null) {
            lookup.addresses.cancel(true);
            Thread thread = lookup.thread;
            if (thread != null) {
                thread.interrupt();
            }
        }
    }

    private final class Running {

        final CompletableFuture<InetAddress[]> addresses = new CompletableFuture<>();
        volatile @Nullable Thread thread;

        private void resolve() {
            try {
                addresses.complete(resolver.addresses(host));
            } catch (Throwable e) { // whatever the resolver throws, the waiting thread must get it
                addresses.completeExceptionally(e);
            }
        }
    }
}
