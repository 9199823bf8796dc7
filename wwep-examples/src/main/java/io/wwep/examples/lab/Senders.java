package io.wwep.examples.lab;

import io.wwep.protocol.DeviceId;
import io.wwep.server.Exchange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Knows who sends messages: which connections are of boards, and which device a connection or an address last named, since an
 * illegal message names none. Boards may report their connections on any thread; the rest is for the lab's thread.
 */
final class Senders {

    private static final int MAX_CONNECTIONS = 4_096;
    private static final int MAX_ADDRESSES = 1_024;

    /** The server closes connections that are idle for that long, so a later one with the same port is another one. */
    private static final Duration CONNECTION_LIFE = Duration.ofSeconds(30);

    /** A board's connection. */
    record BoardConnection(String board, DeviceId device) {}

    private record Named(DeviceId device, Instant time) {}

    private final Map<InetSocketAddress, BoardConnection> boards = new ConcurrentHashMap<>();
    private final Map<InetSocketAddress, Named> connections = newest(MAX_CONNECTIONS);
    private final Map<InetAddress, DeviceId> addresses = newest(MAX_ADDRESSES);

    /** Reports that a board has connected from this local address. */
    void connected(InetSocketAddress local, BoardConnection board) {
        boards.put(local, board);
    }

    /** Reports that no message of a board's former connection is to come any more. */
    void forget(InetSocketAddress local) {
        boards.remove(local);
    }

    /** Returns who sent a message: a board, or the client's address. */
    String peer(Exchange exchange) {
        BoardConnection board = boards.get(exchange.peer());
        return board == null ? exchange.peer().getAddress().getHostAddress() : "board " + board.board();
    }

    /** Returns the device that sent a message; null if it is illegal and nothing tells. */
    @Nullable
    DeviceId device(Exchange exchange) {
        InetSocketAddress peer = exchange.peer();
        BoardConnection board = boards.get(peer);
        DeviceId named = Exchanges.device(exchange);
        if (named != null) {
            if (board == null) {
                connections.put(peer, new Named(named, exchange.received()));
                addresses.put(peer.getAddress(), named);
            }
            return named;
        }
        if (board != null) {
            return board.device();
        }
        Named before = connections.get(peer);
        return before != null && exchange.received().isBefore(before.time().plus(CONNECTION_LIFE))
                ? before.device()
                : addresses.get(peer.getAddress());
    }

    /** Returns the device that a client at this address last named; null if there was none. */
    @Nullable
    DeviceId lastOf(InetAddress address) {
        return addresses.get(address);
    }

    void reset() {
        connections.clear();
        addresses.clear();
    }

    private static <K, V> Map<K, V> newest(int limit) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > limit;
            }
        };
    }
}
