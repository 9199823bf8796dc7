package io.wwep.client.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Connects to the first of several addresses that answers, following RFC 8305 ("Happy Eyeballs"): if an attempt has no answer
 * after 250 ms, it continues while the next address is tried in parallel; if it fails, the next one starts at once.
 *
 * <p>Uses only the caller's thread, and a selector only if it has to wait. Used by one thread, except for {@link #close()}.
 */
final class AddressRace {

    private static final long NEXT_AFTER = TimeUnit.MILLISECONDS.toNanos(250);

    /** Configures a channel before it connects. */
    @FunctionalInterface
    interface Setup {

        void apply(SocketChannel channel) throws IOException;
    }

    private final Settings settings;
    private final Deadline deadline;
    private final Setup setup;
    private final List<Attempt> running = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();
    private @Nullable IOException last;
    private volatile @Nullable Selector selector;
    private volatile boolean closed;

    /** An attempt to connect to an address, begun at a {@link System#nanoTime()}. */
    record Attempt(InetAddress address, SocketChannel channel, long begun) {}

    AddressRace(Settings settings, Deadline deadline, Setup setup) {
        this.settings = settings;
        this.deadline = deadline;
        this.setup = setup;
    }

    /** Returns the order in which to try addresses: this one first, if it is among them, then alternating between families. */
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

    /** Returns the attempt that was answered first, in blocking mode, or null if none was. Closes the others. */
    @Nullable
    Attempt run(List<InetAddress> addresses) throws IOException {
        Attempt winner = null;
        try {
            winner = race(addresses);
        } finally {
            finish(winner);
        }
        if (winner != null) {
            // Only now: a channel that is registered with a selector cannot be blocking.
            winner.channel.configureBlocking(true);
        }
        return winner;
    }

    private @Nullable Attempt race(List<InetAddress> addresses) throws IOException {
        int next = 0;
        long nextAt = System.nanoTime();
        while (true) {
            if (closed || Thread.currentThread().isInterrupted()) {
                throw new IOException("the attempt was aborted");
            }
            long now = System.nanoTime();
            boolean someFailed = giveUpOverdue(now);
            if (deadline.hasPassed() || (running.isEmpty() && next == addresses.size())) {
                return null;
            }
            if (next < addresses.size() && (running.isEmpty() || someFailed || nextAt - now <= 0)) {
                Attempt connected = start(addresses.get(next++));
                if (connected != null) {
                    return connected;
                }
                nextAt = System.nanoTime() + NEXT_AFTER;
                continue;
            }
            int before = running.size();
            Attempt connected =
                    await(next < addresses.size() ? Math.min(nextAt - now, untilOverdue(now)) : untilOverdue(now));
            if (connected != null) {
                return connected;
            }
            if (running.size() < before) {
                nextAt = System.nanoTime();
            }
        }
    }

    /** Starts an attempt; returns it if it succeeds at once. */
    private @Nullable Attempt start(InetAddress address) {
        SocketChannel channel = null;
        try {
            channel = SocketChannel.open();
            channel.configureBlocking(false);
            setup.apply(channel);
            Attempt attempt = new Attempt(address, channel, System.nanoTime());
            boolean connected = channel.connect(
                            new InetSocketAddress(address, settings.address().port()))
                    || channel.finishConnect();
            if (connected) {
                return attempt;
            }
            channel.register(opened(), SelectionKey.OP_CONNECT, attempt);
            running.add(attempt);
        } catch (IOException | RuntimeException e) {
            fail(address, channel, e instanceof IOException io ? io : new IOException(e));
        }
        return null;
    }

    private Selector opened() throws IOException {
        Selector open = selector;
        if (open == null) {
            open = Selector.open();
            selector = open;
        }
        return open;
    }

    /** Waits for an answer; returns the attempt that succeeded, or null. */
    private @Nullable Attempt await(long nanos) throws IOException {
        // A close before this either wakes the selector or is noticed here.
        Selector waiting = opened();
        if (closed) {
            return null;
        }
        waiting.select(Deadline.toMillis(nanos));
        for (SelectionKey key : waiting.selectedKeys()) {
            Attempt attempt = (Attempt) key.attachment();
            try {
                if (attempt.channel.finishConnect()) {
                    return attempt;
                }
            } catch (IOException | RuntimeException e) {
                running.remove(attempt);
                fail(attempt.address, attempt.channel, e instanceof IOException io ? io : new IOException(e));
            }
        }
        waiting.selectedKeys().clear();
        return null;
    }

    private long untilOverdue(long now) {
        long until = deadline.end() - now;
        for (Attempt attempt : running) {
            until = Math.min(
                    until, attempt.begun + settings.limits().connectTimeout().toNanos() - now);
        }
        return until;
    }

    /** Ends the attempts that have timed out; returns whether there were any. */
    private boolean giveUpOverdue(long now) {
        boolean any = false;
        for (Attempt attempt : List.copyOf(running)) {
            if (deadline.end() - now <= 0
                    || attempt.begun + settings.limits().connectTimeout().toNanos() - now <= 0) {
                running.remove(attempt);
                fail(
                        attempt.address,
                        attempt.channel,
                        new SocketTimeoutException("no answer within "
                                + deadline.passed(settings.limits().connectTimeout())));
                any = true;
            }
        }
        return any;
    }

    private void fail(InetAddress address, @Nullable SocketChannel channel, IOException e) {
        failed.add(address.getHostAddress() + ": "
                + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
        last = e;
        close(channel);
    }

    /** Returns how each attempt failed, for messages. */
    List<String> failures() {
        return failed;
    }

    /** Returns why the last attempt failed. */
    @Nullable
    IOException last() {
        return last;
    }

    private void finish(@Nullable Attempt winner) throws IOException {
        for (Attempt attempt : running) {
            if (!attempt.equals(winner)) {
                close(attempt.channel);
            }
        }
        Selector open = selector;
        if (open != null) {
            open.close();
        }
    }

    private static void close(@Nullable SocketChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // It is not needed any more.
        }
    }

    /** Wakes the waiting thread. */
    void close() {
        closed = true;
        Selector open = selector;
        if (open != null) {
            open.wakeup();
        }
    }
}
