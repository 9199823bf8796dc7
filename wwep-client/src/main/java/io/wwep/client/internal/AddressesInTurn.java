package io.wwep.client.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tries addresses one after another, and connects to the first that accepts, on a thread that may block. This is the fastest
 * way to reach a single address, and the only one for sockets without a channel. Used by one thread, except for
 * {@link #close()}.
 */
final class AddressesInTurn {

    /** An attempt counts as limited to a share of the deadline if more nanoseconds than this remained for the other addresses. */
    private static final long SHARED = TimeUnit.MILLISECONDS.toNanos(1);

    private final Settings settings;
    private final Deadline deadline;
    private final Closing closing;
    private final FailedAttempts failed = new FailedAttempts();
    private long begun;
    private volatile @Nullable Socket opening;

    AddressesInTurn(Settings settings, Deadline deadline, Closing closing) {
        this.settings = settings;
        this.deadline = deadline;
        this.closing = closing;
    }

    /** Returns a connected socket, or null if no address accepts, the client is closed, or the thread is interrupted. */
    @Nullable
    Socket connect(List<InetAddress> addresses) {
        for (InetAddress address : addresses) {
            try {
                long share = deadline.left() / (addresses.size() - failed.count());
                return open(new InetSocketAddress(address, settings.address().port()), share);
            } catch (IOException | RuntimeException e) {
                failed.add(address, e);
                Settings.Sockets.close(opening);
            }
            if (closing.hasBegun() || Thread.currentThread().isInterrupted() || deadline.hasPassed()) {
                break;
            }
        }
        return null;
    }

    /**
     * Connects to one address.
     *
     * @param share how much of the deadline it may use, in nanoseconds
     */
    private Socket open(InetSocketAddress server, long share) throws IOException {
        // A channel's socket, unlike any other, can be interrupted while it connects.
        Socket socket = settings.sockets().create();
        opening = socket;
        if (closing.hasBegun()) {
            throw new IOException("the client is closed");
        }
        settings.sockets().configure(socket);
        boolean shares = share < settings.limits().connectTimeout().toNanos() && deadline.left() - share > SHARED;
        long nanos = Math.min(settings.limits().connectTimeout().toNanos(), share);
        if (nanos <= 0) {
            throw new SocketTimeoutException(deadline.limit() + " has passed");
        }
        begun = System.nanoTime();
        try {
            socket.connect(server, Deadline.toMillis(nanos));
        } catch (SocketTimeoutException e) {
            SocketTimeoutException named = new SocketTimeoutException("no answer within "
                    + (shares
                            ? TimeUnit.NANOSECONDS.toMillis(nanos) + " ms, its share of " + deadline.limit()
                            : deadline.passed(settings.limits().connectTimeout())));
            named.initCause(e);
            throw named;
        }
        return socket;
    }

    /** Returns the {@link System#nanoTime()} at which the last attempt began. */
    long begun() {
        return begun;
    }

    /** Returns the attempts that have failed so far. */
    FailedAttempts failed() {
        return failed;
    }

    /** Closes the socket that was opened last, which ends an attempt in progress. No other follows once the client is closed. */
    void close() {
        Settings.Sockets.close(opening);
    }
}
