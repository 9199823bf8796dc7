package io.wwep.client.internal;

import io.wwep.protocol.Phase;
import io.wwep.protocol.WwepConnectException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The addresses for one attempt to connect: the host's, or the fallback. Used by one thread at a time. */
final class Resolution {

    private final Settings settings;
    private final Deadline deadline;
    private final long until;
    private CompletableFuture<InetAddress[]> found = new CompletableFuture<>();

    /** Enters the lookup phase of this deadline. */
    Resolution(Settings settings, Deadline deadline) {
        this.settings = settings;
        this.deadline = deadline;
        deadline.enter(Phase.RESOLVE);
        until = System.nanoTime() + deadline.left(settings.limits().lookupTimeout());
    }

    /** Returns the {@link System#nanoTime()} at which to stop waiting for the lookup. */
    long until() {
        return until;
    }

    /**
     * Begins the lookup; returns whether it is done already.
     *
     * @param waits notified when the lookup ends, if it is not done yet
     * @throws CancellationException if the client is closed
     */
    boolean begin(NameLookup lookup, NameLookup.Waiter waits) {
        try {
            found = lookup.begin(waits);
        } catch (IOException e) {
            found.completeExceptionally(e);
        }
        return isDone();
    }

    boolean isDone() {
        return found.isDone();
    }

    /** Waits until the lookup ends, its time is up, or the thread is interrupted; the interrupt status stays set. */
    void await() {
        try {
            var unused = found.get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | CancellationException e) {
            // The next step will report it.
        }
    }

    /**
     * Returns the addresses, at least one, once the lookup is done or its time is up.
     *
     * @throws CancellationException if the client was closed meanwhile
     */
    List<InetAddress> addresses() throws WwepConnectException {
        return reachable(isDone() ? answer() : timedOut());
    }

    private InetAddress[] answer() throws WwepConnectException {
        String host = settings.address().host();
        try {
            return found.join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            return cause instanceof UnknownHostException unknown
                    ? fallback(Failures.lookupFailed(host, unknown), unknown)
                    : fallback(host + " could not be looked up: " + (cause == null ? e : cause.getMessage()), cause);
        }
    }

    private InetAddress[] timedOut() throws WwepConnectException {
        return fallback(
                "no answer to the lookup of " + settings.address().host() + " within "
                        + deadline.limit(settings.limits().lookupTimeout()) + " (" + deadline.breakdown()
                        + "); check the name service, or give an address instead",
                new TimeoutException());
    }

    private InetAddress[] fallback(String problem, @Nullable Throwable cause) throws WwepConnectException {
        InetAddress fallback = settings.address().fallback();
        if (fallback == null) {
            throw new WwepConnectException(problem, cause, Phase.RESOLVE);
        }
        return new InetAddress[] {fallback};
    }

    /** Returns the addresses of the same family as the local address, which alone can be reached from it. */
    private List<InetAddress> reachable(InetAddress[] addresses) throws WwepConnectException {
        InetAddress local = settings.sockets().local();
        List<InetAddress> reachable = new ArrayList<>();
        for (InetAddress address : addresses) {
            if (local == null || local.getClass() == address.getClass()) {
                reachable.add(address);
            }
        }
        if (reachable.isEmpty()) {
            throw new WwepConnectException(
                    settings.address().host() + " has no address of the same family as the local address " + local
                            + "; give a local address of the other family, or leave it out",
                    null,
                    Phase.CONNECT);
        }
        return reachable;
    }
}
