package io.wwep.client.internal;

import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records events as text. */
final class NotedEvents extends ListenerDispatcher {

    final List<String> all = new ArrayList<>();

    NotedEvents() {
        super(List.of(), Runnable::run);
    }

    @Override
    void connected(InetSocketAddress server, InetSocketAddress local) {
        all.add("opened " + server.getPort() + " from " + local.getPort());
    }

    @Override
    void disconnected(InetSocketAddress server, @Nullable WwepException cause) {
        all.add("closed: " + (cause == null ? "in good order" : cause.getMessage()));
    }

    @Override
    void exchanged(WwepRequest request, WwepReply reply, long nanos) {
        all.add(request + " -> " + reply + " after " + nanos);
    }

    @Override
    void failed(WwepRequest request, WwepException cause) {
        all.add(request + " failed: " + cause.delivery());
    }
}
