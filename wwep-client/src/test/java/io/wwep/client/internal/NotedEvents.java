package io.wwep.client.internal;

import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Notes as text what it is notified of. */
final class NotedEvents implements EndpointObserver {

    final List<String> all = new ArrayList<>();

    @Override
    public void opened(InetSocketAddress server, InetSocketAddress local) {
        all.add("opened " + server.getPort() + " from " + local.getPort());
    }

    @Override
    public void closed(InetSocketAddress server, @Nullable WwepException cause) {
        all.add("closed: " + (cause == null ? "in good order" : cause.getMessage()));
    }

    @Override
    public void exchanged(WwepRequest request, WwepReply reply, long nanos) {
        all.add(request + " -> " + reply + " after " + nanos);
    }

    @Override
    public void failed(WwepRequest request, WwepException cause) {
        all.add(request + " failed: " + cause.delivery());
    }
}
