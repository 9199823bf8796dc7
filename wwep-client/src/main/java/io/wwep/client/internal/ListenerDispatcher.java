package io.wwep.client.internal;

import io.wwep.client.WwepListener;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Queues events in order under the engine's lock, and lets workers call the listeners outside of it. No thread that uses or
 * serves the client waits for a listener, and no listener waits for another. Thread-safe.
 */
public class ListenerDispatcher {

    private final List<ListenerQueue> queues;

    /**
     * Creates a dispatcher for these listeners.
     *
     * @param workers call the listeners
     */
    public ListenerDispatcher(List<WwepListener> listeners, Executor workers) {
        queues = new ArrayList<>(listeners.size());
        for (WwepListener listener : listeners) {
            queues.add(new ListenerQueue(listener, workers));
        }
    }

    // Without a listener, an event costs no allocation.

    void connected(InetSocketAddress server, InetSocketAddress local) {
        if (!queues.isEmpty()) {
            note(to -> to.connected(server, local));
        }
    }

    void disconnected(InetSocketAddress server, @Nullable WwepException cause) {
        if (!queues.isEmpty()) {
            note(to -> to.disconnected(server, cause));
        }
    }

    /** Queues that a request was answered this many nanoseconds after the call. */
    void exchanged(WwepRequest request, WwepReply reply, long nanos) {
        if (!queues.isEmpty()) {
            note(to -> to.exchanged(request, reply, Duration.ofNanos(nanos)));
        }
    }

    void failed(WwepRequest request, WwepException cause) {
        if (!queues.isEmpty()) {
            note(to -> to.failed(request, cause));
        }
    }

    private void note(Consumer<WwepListener> event) {
        for (ListenerQueue queue : queues) {
            queue.note(event);
        }
    }

    /** Has workers deliver the events queued so far, without waiting. Must be called without a lock. */
    public void dispatch() {
        if (!queues.isEmpty()) {
            for (ListenerQueue queue : queues) {
                queue.dispatch();
            }
        }
    }
}
