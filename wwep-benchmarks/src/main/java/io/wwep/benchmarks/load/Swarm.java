package io.wwep.benchmarks.load;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The peers of an abuse, kept at their number: one that has ended is replaced by the next. Not for several threads.
 */
final class Swarm implements Closeable {

    /** As many as are opened in a round, so that all that were refused are replaced in the next. */
    static final int FLOOD_PEERS = 100;

    /** How long a round is to take. */
    static final long ROUND_MILLIS = 50;

    /** So that the bytes that nobody reads fill little room here, and wait with the server. */
    private static final int SMALL_RECEIVE_BUFFER = 4 * 1024;

    private record Peer(SocketChannel channel, BadPeer behaviour, long opened) {}

    private final Abuse abuse;
    private final InetSocketAddress plain;
    private final InetSocketAddress tls;
    private final SSLContext context;
    private final @Nullable Peer[] peers;
    private int opened;
    private int ended;

    Swarm(Abuse abuse, int size, InetSocketAddress plain, InetSocketAddress tls, SSLContext context) {
        this.abuse = abuse;
        this.plain = plain;
        this.tls = tls;
        this.context = context;
        this.peers = new Peer[size];
    }

    /** How many peers there have been. */
    int opened() {
        return opened;
    }

    /** How many of them have ended. */
    int ended() {
        return ended;
    }

    /** Has each peer do what is its turn to do. */
    void round() throws IOException {
        for (int i = 0; i < peers.length; i++) {
            Peer peer = peers[i];
            if (peer == null) {
                peer = open();
                peers[i] = peer;
            }
            if (peer != null && !goesOn(peer)) {
                peer.channel.close();
                peers[i] = null;
                ended++;
            }
        }
    }

    private static boolean goesOn(Peer peer) {
        try {
            return peer.behaviour.goesOn(peer.channel, System.nanoTime() - peer.opened);
        } catch (IOException e) {
            return false; // the server has reset it
        }
    }

    /** Null: there was no place for it this time. */
    private @Nullable Peer open() throws IOException {
        int number = opened;
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_RECEIVE_BUFFER);
            channel.connect(abuse.overTls(number) ? tls : plain);
            channel.configureBlocking(false);
            opened++;
            return new Peer(channel, abuse.peer(number, context), System.nanoTime());
        } catch (IOException e) {
            channel.close();
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        for (Peer peer : peers) {
            if (peer != null) {
                peer.channel.close();
            }
        }
    }
}
