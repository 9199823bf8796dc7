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
    SLOW("slow", "senders of 1 byte a second", 200) {
        @Override
        BadPeer peer(int number, SSLContext context) {
            ByteBuffer request = ByteBuffer.wrap(Wire.WWEP.request());
            return (channel, age) -> {
                if (age >= TimeUnit.SECONDS.toNanos(request.position())) {
                    request.limit(Math.min(request.position() + 1, request.capacity()));
                    channel.write(request);
                }
                return !hasEnded(channel);
            };
        }
    },
    FLOOD("flood", "connections past the limit, 2,000 a second", Swarm.FLOOD_PEERS) {
        @Override
        BadPeer peer(int number, SSLContext context) {
            return (channel, age) -> !hasEnded(channel);
        }
    },
    HANDSHAKES("handshakes", "TLS handshakes never finished: half a ClientHello, or a whole one", 200) {
        @Override
        BadPeer peer(int number, SSLContext context) throws IOException {
            ByteBuffer hello = SecureChannel.hello(context);
            if (number % 2 == 0) {
                hello.limit(hello.limit() / 2);
            }
            return (channel, age) -> {
                channel.write(hello);
                return !hasEnded(channel);
            };
        }

        @Override
        boolean overTls(int number) {
            return true;
        }
    },
    UNREAD("unread", "senders that never read a reply", 100) {
        @Override
        BadPeer peer(int number, SSLContext context) {
            ByteBuffer requests = ByteBuffer.wrap(new String(Wire.WWEP.request(), StandardCharsets.US_ASCII)
                    .repeat(1_000)
                    .getBytes(StandardCharsets.US_ASCII));
            // It reads nothing, and so learns of its end by what it cannot send.
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
        BadPeer peer(int number, SSLContext context) {
            byte[] bytes = new byte[1 + number % 600];
            new Random(number).nextBytes(bytes);
            ByteBuffer garbage = ByteBuffer.wrap(bytes);
            return (channel, age) -> {
                channel.write(garbage);
                return !hasEnded(channel);
            };
        }

        @Override
        boolean overTls(int number) {
            return number % 2 == 1;
        }
    },
    HALF_CLOSED("half-closed", "peers that end their output and stay, with a message whole or cut", 200) {
        @Override
        BadPeer peer(int number, SSLContext context) {
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
        BadPeer peer(int number, SSLContext context) {
            ByteBuffer request = ByteBuffer.wrap(Wire.WWEP.request());
            return (channel, age) -> {
                channel.write(request);
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                return false;
            };
        }
    };

    /** For each of the peers that never read, in each round; others are to have their turn. */
    private static final int UNREAD_BURST = 10;

    private final String label;
    private final String title;
    private final int peers;

    Abuse(String label, String title, int peers) {
        this.label = label;
        this.title = title;
        this.peers = peers;
    }

    /** By its label. */
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

    /** What its peers do. */
    String title() {
        return title;
    }

    /** How many of them there are at a time. */
    int peers() {
        return peers;
    }

    /** One of them, for a connection that was just opened. */
    abstract BadPeer peer(int number, SSLContext context) throws IOException;

    /** Whether that one goes to the TLS port. */
    boolean overTls(int number) {
        return false;
    }

    private static boolean hasEnded(SocketChannel channel) throws IOException {
        return channel.read(ByteBuffer.allocate(64)) < 0;
    }
}
