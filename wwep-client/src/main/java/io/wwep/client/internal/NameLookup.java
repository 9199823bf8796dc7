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
 * Looks up a host's addresses within a time, which the JDK cannot: the lookup runs on a thread of its own that ends with
 * it. A lookup that takes too long is left to itself, and who asks next waits for the same one, so that a dead name
 * server never gathers threads.
 *
 * <p>Used by one thread at a time, but for {@link #close()}.
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
     * The host's addresses, at least one, in the resolver's order.
     *
     * @throws IOException if there is none, or no thread can start to look
     * @throws TimeoutException if the resolver takes longer than this
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
            close(); // it may have come before there was a lookup to end
        }
        try {
            return lookup.addresses.get(nanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            UnknownHostException unknown = new UnknownHostException(host);
            unknown.initCause(e.getCause());
            throw unknown;
        }
    }

    /** Frees who waits for a lookup. */
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
                addresses.complete(resolver.resolve(host));
            } catch (Throwable e) { // whatever the resolver throws, who waits must know
                addresses.completeExceptionally(e);
            }
        }
    }
}
