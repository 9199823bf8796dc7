package io.wwep.client.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Connects to the first of several addresses that answers, following RFC 8305 ("Happy Eyeballs"): if an attempt has no answer
 * after 250 ms, it continues while the next address is tried in parallel; if it fails, the next one starts at once.
 *
 * <p>Never waits: {@link #step} must be called when a channel can be connected, and at {@link #until} at the latest. Used by one
 * thread at a time.
 */
final class AddressRace {

    private static final long NEXT_AFTER = TimeUnit.MILLISECONDS.toNanos(250);

    private final Settings settings;
    private final Deadline deadline;
    private final List<InetAddress> addresses;
    private final Connecting connecting;
    private final List<Attempt> running = new ArrayList<>();
    private final FailedAttempts failed = new FailedAttempts();
    private int next;
    private long nextAt = System.nanoTime();
    private boolean lost;

    /** An attempt to connect to an address, begun at a {@link System#nanoTime()}. */
    record Attempt(InetAddress address, SocketChannel channel, long begun) {}

    /** Receives each non-blocking channel whose connection is in progress. */
    @FunctionalInterface
    interface Connecting {

        void await(SocketChannel channel) throws IOException;
    }

    AddressRace(Settings settings, Deadline deadline, List<InetAddress> addresses, Connecting connecting) {
        this.settings = settings;
        this.deadline = deadline;
        this.addresses = addresses;
        this.connecting = connecting;
    }

    /** Returns the order in which to try addresses: the preferred address first, if it is among them, then alternating families. */
    static List<InetAddress> order(List<InetAddress> addresses, @Nullable InetAddress preferred) {
        InetAddress first = preferred != null && addresses.contains(preferred) ? preferred : addresses.get(0);
        List<InetAddress> same = new ArrayList<>();
        List<InetAddress> other = new ArrayList<>();
        same.add(first);
        for (InetAddress address : addresses) {
            if (!address.equals(first)) {
                (address.getClass() == first.getClass() ? same : other).add(address);
            }
        }
        List<InetAddress> ordered = new ArrayList<>();
        for (int i = 0; i < Math.max(same.size(), other.size()); i++) {
            ordered.addAll(same.subList(Math.min(i, same.size()), Math.min(i + 1, same.size())));
            ordered.addAll(other.subList(Math.min(i, other.size()), Math.min(i + 1, other.size())));
        }
        return ordered;
    }

    /**
     * Starts the attempts that are due, and checks those in progress.
     *
     * @return the attempt that succeeded, or null if none has yet
     */
    @Nullable
    Attempt step() {
        while (true) {
            Attempt connected = connected();
            if (connected != null) {
                return connected;
            }
            long now = System.nanoTime();
            giveUpOverdue(now);
            boolean isOver = deadline.end() - now <= 0;
            if (isOver || (running.isEmpty() && next == addresses.size())) {
                if (failed.count() == 0) {
                    fail(addresses.get(0), null, new SocketTimeoutException(deadline.limit() + " has passed"));
                }
                lost = true;
                return null;
            }
            if (next == addresses.size() || (!running.isEmpty() && nextAt - now > 0)) {
                return null;
            }
            nextAt = now + NEXT_AFTER;
            connected = start(addresses.get(next++));
            if (connected != null) {
                return connected;
            }
        }
    }

    /** Starts an attempt; returns it if it succeeds at once. */
    private @Nullable Attempt start(InetAddress address) {
        SocketChannel channel = null;
        try {
            channel = SocketChannel.open();
            channel.configureBlocking(false);
            settings.sockets().configure(channel.socket());
            Attempt attempt = new Attempt(address, channel, System.nanoTime());
            boolean connected = channel.connect(
                            new InetSocketAddress(address, settings.address().port()))
                    || channel.finishConnect();
            if (connected) {
                return attempt;
            }
            connecting.await(channel);
            running.add(attempt);
        } catch (IOException | RuntimeException e) {
            fail(address, channel, e);
        }
        return null;
    }

    /** Returns an attempt that succeeded, or null. */
    private @Nullable Attempt connected() {
        for (Attempt attempt : List.copyOf(running)) {
            try {
                if (attempt.channel.finishConnect()) {
                    running.remove(attempt);
                    return attempt;
                }
            } catch (IOException | RuntimeException e) {
                running.remove(attempt);
                fail(attempt.address, attempt.channel, e);
            }
        }
        return null;
    }

    /** Ends the attempts that have timed out. */
    private void giveUpOverdue(long now) {
        for (Attempt attempt : List.copyOf(running)) {
            if (deadline.end() - now <= 0 || endOf(attempt) - now <= 0) {
                running.remove(attempt);
                fail(
                        attempt.address,
                        attempt.channel,
                        new SocketTimeoutException("no answer within "
                                + deadline.passed(settings.limits().connectTimeout())));
            }
        }
    }

    private long endOf(Attempt attempt) {
        return attempt.begun + settings.limits().connectTimeout().toNanos();
    }

    private void fail(InetAddress address, @Nullable SocketChannel channel, Exception e) {
        failed.add(address, e);
        nextAt = System.nanoTime();
        Settings.Sockets.close(channel);
    }

    /** Returns the {@link System#nanoTime()} at which the next attempt is due, or one in progress is overdue. */
    long until() {
        long until = deadline.end();
        for (Attempt attempt : running) {
            until = earlier(until, endOf(attempt));
        }
        return next < addresses.size() ? earlier(until, nextAt) : until;
    }

    private static long earlier(long one, long other) {
        return one - other < 0 ? one : other;
    }

    /** Returns whether all attempts have failed. */
    boolean isLost() {
        return lost;
    }

    /** Returns the attempts that have failed so far. */
    FailedAttempts failed() {
        return failed;
    }

    /** Ends the attempts in progress. */
    void close() {
        running.forEach(attempt -> Settings.Sockets.close(attempt.channel));
        running.clear();
    }
}
