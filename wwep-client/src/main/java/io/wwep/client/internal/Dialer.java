package io.wwep.client.internal;

import io.wwep.protocol.WwepException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * Opens the connections of a client, one after the other, and keeps the state that its attempts share. A platform thread
 * takes the steps of its {@link Dial} itself, and waits between them; {@link LoopDial} takes them on the event loop.
 *
 * <p>Used by one thread at a time, except for {@link #abort()}.
 */
final class Dialer {

    private final Settings settings;
    private final Closing closing;
    private final NameLookup lookup;
    private volatile @Nullable Waiting waiting;
    private @Nullable InetAddress lastWorked;
    private int lastNumber;

    Dialer(Settings settings, Closing closing) {
        this.settings = settings;
        this.closing = closing;
        this.lookup = new NameLookup(
                new Lookups.Name(settings.address().host(), settings.address().resolver()),
                settings.resources().lookups(),
                closing);
    }

    /** Opens a connection to the first address that accepts one, on this thread. */
    Connection dial(Deadline deadline) throws WwepException {
        Waiting driver = new Waiting(deadline);
        waiting = driver;
        try {
            return driver.drive();
        } finally {
            waiting = null;
            driver.closeSelector();
        }
    }

    /** Begins to open a connection, in steps taken by the driver. */
    Dial begin(Deadline deadline, Dial.Driver driver) {
        return new Dial(this, settings, deadline, driver);
    }

    Closing closing() {
        return closing;
    }

    NameLookup lookup() {
        return lookup;
    }

    /** Returns the address of the last connection that could be opened, unless it has failed since; otherwise null. */
    @Nullable
    InetAddress lastWorked() {
        return lastWorked;
    }

    void noteWorked(InetAddress address) {
        lastWorked = address;
    }

    void noteFailed(InetAddress address) {
        if (address.equals(lastWorked)) {
            lastWorked = null;
        }
    }

    /** Returns a number for a new connection. */
    int nextNumber() {
        return ++lastNumber;
    }

    /** Ends the attempt under way, and wakes the thread that waits for it. Call only after {@link Closing#begin}. */
    void abort() {
        lookup.abort();
        Waiting driver = waiting;
        if (driver != null) {
            driver.abort();
        }
    }

    /**
     * Takes the steps of an attempt on one thread, which waits between them. Needs a selector only for several addresses.
     */
    private final class Waiting implements Dial.Driver {

        private final Dial dial;
        private volatile @Nullable Selector selector;

        Waiting(Deadline deadline) {
            dial = new Dial(Dialer.this, settings, deadline, this);
        }

        Connection drive() throws WwepException {
            while (true) {
                switch (dial.step()) {
                    case LOOKUP -> dial.awaitLookup();
                    case CONNECT -> awaitChannels();
                    case WORK -> dial.work();
                    case INPUT, ROOM -> throw new IllegalStateException("the step did not wait");
                    case NOTHING -> {
                        return dial.connection();
                    }
                }
            }
        }

        private void awaitChannels() throws WwepException {
            Selector open = selector;
            try {
                // A close before this point either wakes the selector or is noticed here.
                if (open != null && !closing.hasBegun()) {
                    open.select(ready -> {}, Deadline.toMillis(dial.until() - System.nanoTime()));
                }
            } catch (IOException e) {
                dial.close();
                throw dial.failed(e);
            }
        }

        @Override
        public boolean mayBlock() {
            return true;
        }

        @Override
        public void await(SocketChannel channel) throws IOException {
            Selector open = selector;
            if (open == null) {
                open = Selector.open();
                selector = open;
            }
            channel.register(open, SelectionKey.OP_CONNECT);
        }

        @Override
        public void connected(SocketChannel channel) throws IOException {
            // A channel that is registered with a selector cannot block.
            closeSelector();
            channel.configureBlocking(true);
        }

        @Override
        public void lookedUp() {
            // The thread waits for the addresses themselves.
        }

        void closeSelector() {
            Selector open = selector;
            selector = null;
            try {
                if (open != null) {
                    open.close();
                }
            } catch (IOException e) {
                // Closing failed, but its descriptors are released.
            }
        }

        void abort() {
            dial.abort();
            Selector open = selector;
            if (open != null) {
                open.wakeup();
            }
        }
    }
}
