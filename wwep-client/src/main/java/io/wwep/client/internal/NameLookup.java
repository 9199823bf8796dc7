package io.wwep.client.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Looks up the addresses of a client's host, without waiting for them. A lookup that begins while the previous one is still
 * running joins it.
 *
 * <p>Used by one thread at a time, except for {@link #end} and {@link #abort()}.
 */
final class NameLookup {

    /** Receives the result of a lookup. */
    @FunctionalInterface
    interface Waiter {

        /** Called when the lookup has ended, by any thread. */
        void lookedUp();
    }

    private final Lookups.Name name;
    private final Lookups lookups;
    private final Closing closing;
    private volatile @Nullable CompletableFuture<InetAddress[]> pending;
    private volatile @Nullable Waiter waiter;

    NameLookup(Lookups.Name name, Lookups lookups, Closing closing) {
        this.name = name;
        this.lookups = lookups;
        this.closing = closing;
    }

    /**
     * Begins a lookup of the host's addresses, at least one, in the resolver's order. An IP address needs no lookup.
     *
     * @param waits informed when the lookup ends, unless it has ended when this returns
     * @return fails with an {@link UnknownHostException} if the host has no address, and is canceled when the client is closed
     * @throws IOException if no thread can start
     */
    CompletableFuture<InetAddress[]> begin(Waiter waits) throws IOException {
        InetAddress literal = IpLiteral.parse(name.host());
        if (literal != null) {
            return CompletableFuture.completedFuture(new InetAddress[] {literal});
        }
        waiter = waits;
        CompletableFuture<InetAddress[]> addresses = pending;
        if (addresses == null || addresses.isDone()) {
            addresses = new CompletableFuture<>();
            pending = addresses;
            if (closing.hasBegun()) {
                throw new CancellationException();
            }
            try {
                lookups.join(name, this);
            } catch (IOException | RuntimeException | Error e) {
                pending = null;
                throw e;
            }
        }
        if (closing.hasBegun()) {
            abort(); // it may have been called before there was a lookup to end
        }
        return addresses;
    }

    /** Ends the lookup with these addresses, or with this failure. */
    void end(InetAddress[] found, @Nullable Throwable failure) {
        CompletableFuture<InetAddress[]> addresses = pending;
        if (addresses == null) {
            return;
        }
        if (failure == null) {
            addresses.complete(found);
        } else {
            UnknownHostException unknown = new UnknownHostException(name.host());
            unknown.initCause(failure);
            addresses.completeExceptionally(unknown);
        }
        Waiter informed = waiter;
        waiter = null;
        if (informed != null) {
            informed.lookedUp();
        }
    }

    /**
     * Ends the lookup, and interrupts its thread if no other client waits for it. Call only after {@link Closing#begin}.
     */
    void abort() {
        lookups.leave(name, this);
        CompletableFuture<InetAddress[]> addresses = pending;
        if (addresses != null) {
            addresses.cancel(true);
        }
    }
}
