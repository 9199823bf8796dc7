package io.wwep.client;

import io.wwep.client.internal.EndpointObserver;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Queues events in order under the engine's lock, and lets workers call the listeners outside of it. No thread that uses or
 * serves the client waits for a listener, and no listener waits for another. Thread-safe.
 */
final class ListenerDispatcher implements EndpointObserver {

    private final List<ListenerQueue> queues;

    /**
     * Creates a dispatcher for these listeners.
     *
     * @param workers call the listeners
     */
    ListenerDispatcher(List<WwepListener> listeners, Executor workers) {
        queues = listeners.stream()
                .map(listener -> new ListenerQueue(listener, workers))
                .toList();
    }

    @Override
    public void opened(InetSocketAddress server, InetSocketAddress local) {
        note(to -> to.connected(server, local));
    }

    @Override
    public void closed(InetSocketAddress server, @Nullable WwepException cause) {
        note(to -> to.disconnected(server, cause));
    }

    @Override
    public void exchanged(WwepRequest request, WwepReply reply, long nanos) {
        note(to -> to.exchanged(request, reply, Duration.ofNanos(nanos)));
    }

    @Override
    public void failed(WwepRequest request, WwepException cause) {
        note(to -> to.failed(request, cause));
    }

    private void note(Consumer<WwepListener> event) {
        for (ListenerQueue queue : queues) {
            queue.note(event);
        }
    }

    @Override
    public void dispatch() {
        for (ListenerQueue queue : queues) {
            queue.dispatch();
        }
    }
}
