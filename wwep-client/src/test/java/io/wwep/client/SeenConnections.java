package io.wwep.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.WwepException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A listener that gives a test the connections of a client, as they begin and end. */
class SeenConnections implements WwepListener {

    /** The two ends of a connection. */
    record Opened(InetSocketAddress server, InetSocketAddress local) {}

    private final BlockingQueue<Opened> opened = new LinkedBlockingQueue<>();
    private final BlockingQueue<Optional<WwepException>> ended = new LinkedBlockingQueue<>();

    @Override
    public void connected(InetSocketAddress server, InetSocketAddress local) {
        opened.add(new Opened(server, local));
    }

    @Override
    public void disconnected(InetSocketAddress server, @Nullable WwepException cause) {
        ended.add(Optional.ofNullable(cause));
    }

    /** Waits for the next connection. */
    Opened nextOpened() throws InterruptedException {
        return next(opened);
    }

    /** Waits for the next end of a connection, and returns what broke it. */
    Optional<WwepException> nextEnd() throws InterruptedException {
        return next(ended);
    }

    /** Waits for the next of these events. */
    static <T> T next(BlockingQueue<T> events) throws InterruptedException {
        T event = events.poll(20, TimeUnit.SECONDS);
        assertThat(event).as("an event").isNotNull();
        return event;
    }
}
