package io.wwep.client;

import io.wwep.client.internal.EndpointObserver;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a listener is yet to be told, in order: noted under the engine's lock, told outside of it. A listener that calls
 * the client again only adds to the queue.
 */
final class Events implements EndpointObserver {

    private static final Logger LOG = LoggerFactory.getLogger("io.wwep.client");

    private final WwepListener listener;
    private final ConcurrentLinkedQueue<Consumer<WwepListener>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean telling = new AtomicBoolean();

    Events(WwepListener listener) {
        this.listener = listener;
    }

    @Override
    public void opened(InetSocketAddress server) {
        waiting.add(to -> to.connected(server));
    }

    @Override
    public void closed(InetSocketAddress server, @Nullable WwepException cause) {
        waiting.add(to -> to.disconnected(server, cause));
    }

    @Override
    public void exchanged(WwepRequest request, WwepReply reply, long nanos) {
        waiting.add(to -> to.exchanged(request, reply, Duration.ofNanos(nanos)));
    }

    @Override
    public void failed(WwepRequest request, WwepException cause) {
        waiting.add(to -> to.failed(request, cause));
    }

    /** Tells the listener what is waiting, unless another thread is at it: then that one tells this too. */
    void tell() {
        while (!waiting.isEmpty() && telling.compareAndSet(false, true)) {
            try {
                for (Consumer<WwepListener> event = waiting.poll(); event != null; event = waiting.poll()) {
                    tell(event);
                }
            } finally {
                telling.set(false);
            }
        }
    }

    private void tell(Consumer<WwepListener> event) {
        try {
            event.accept(listener);
        } catch (Throwable e) { // an AssertionError of a test's listener as well
            LOG.warn("the listener {} failed; the client goes on", listener, e);
        }
    }
}
