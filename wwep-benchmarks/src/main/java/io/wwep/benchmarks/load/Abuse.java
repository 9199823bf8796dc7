package io.wwep.benchmarks.load;

import io.wwep.benchmarks.client.Wire;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** The ways in which peers abuse a server. */
enum Abuse {
    SLOW("slow", "senders of 1 byte per second", 200) {
        @Override
        AbusivePeer peer(int number, SSLContext context) {
            ByteBuffer request = ByteBuffer.wrap(Wire.WWEP.request());
            return (channel, age) -> {
                if (age >= TimeUnit.SECONDS.toNanos(request.position())) {
                    request.limit(Math.min(request.position() + 1, request.capacity()));
                    channel.write(request);
                }
                return !isClosed(channel);
            };
        }
    },
    FLOOD("flood", "connections beyond the limit, 2,000 per second", Swarm.FLOOD_PEERS) {
        @Override
        AbusivePeer peer(int number, SSLContext context) {
            return (channel, age) -> !isClosed(channel);
        }
    },
    HANDSHAKES("handshakes", "unfinished TLS handshakes: half a ClientHello or a whole one", 200) {
        @Override
        AbusivePeer peer(int number, SSLContext context) throws IOException {
            ByteBuffer hello = SecureChannel.hello(context);
            if (number % 2 == 0) {
                hello.limit(hello.limit() / 2);
            }
            return (channel, age) -> {
                channel.write(hello);
                return !isClosed(channel);
            };
        }

        @Override
        boolean overTls(int number) {
            return true;
        }
    },
    UNREAD("unread", "senders that never read a reply", 100) {
        @Override
        AbusivePeer peer(int number, SSLContext context) {
            ByteBuffer requests = ByteBuffer.wrap(new String(Wire.WWEP.request(), StandardCharsets.US_ASCII)
                    .repeat(1_000)
                    .getBytes(StandardCharsets.US_ASCII));
            // It never reads, so only a failed write shows that the connection has ended.
            return (channel, age) -> {
                for (int i = 0; i < UNREAD_BURST; i++) {
                    channel.write(requests);
                    if (requests.hasRemaining()) {
                        return true;
                    }
                    requests.rewind();
                }
                return true;
            };
        }
    },
    GARBAGE("garbage", "random bytes, on both ports", 50) {
        @Override
        AbusivePeer peer(int number, SSLContext context) {
            byte[] bytes = new byte[1 + number % 600];
            new Random(number).nextBytes(bytes);
            ByteBuffer garbage = ByteBuffer.wrap(bytes);
            return (channel, age) -> {
                channel.write(garbage);
                return !isClosed(channel);
            };
        }

        @Override
        boolean overTls(int number) {
            return number % 2 == 1;
        }
    },
    HALF_CLOSED("half-closed", "peers that shut down their output and stay, after a whole or a partial message", 200) {
        @Override
        AbusivePeer peer(int number, SSLContext context) {
            byte[] request = Wire.WWEP.request();
            ByteBuffer sent = ByteBuffer.wrap(request, 0, number % 2 == 0 ? request.length : request.length / 2);
            return (channel, age) -> {
                if (sent.hasRemaining()) {
                    channel.write(sent);
                    channel.shutdownOutput();
                }
                return age < TimeUnit.SECONDS.toNanos(1);
            };
        }
    },
    RESET("reset", "peers that send a request and reset the connection", 50) {
        @Override
        AbusivePeer peer(int number, SSLContext context) {
            ByteBuffer request = ByteBuffer.wrap(Wire.WWEP.request());
            return (channel, age) -> {
                channel.write(request);
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                return false;
            };
        }
    };

    /** The writes per round of a peer that never reads, so that others get their turn. */
    private static final int UNREAD_BURST = 10;

    private final String label;
    private final String title;
    private final int peers;

    Abuse(String label, String title, int peers) {
        this.label = label;
        this.title = title;
        this.peers = peers;
    }

    /** Returns the abuse with this label. */
    static Abuse of(String label) {
        for (Abuse abuse : values()) {
            if (abuse.label.equals(label)) {
                return abuse;
            }
        }
        throw new IllegalArgumentException("there is no abuse '" + label + "'");
    }

    String label() {
        return label;
    }

    /** Returns what its peers do. */
    String title() {
        return title;
    }

    /** Returns the number of peers at a time. */
    int peers() {
        return peers;
    }

    /** Creates a peer for a connection that was just opened. */
    abstract AbusivePeer peer(int number, SSLContext context) throws IOException;

    /** Returns whether that peer uses the TLS port. */
    boolean overTls(int number) {
        return false;
    }

    private static boolean isClosed(SocketChannel channel) throws IOException {
        return channel.read(ByteBuffer.allocate(64)) < 0;
    }
}
