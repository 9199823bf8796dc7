package io.wwep.benchmarks.load;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The peers of an abuse. Replaces each peer that has ended, so that their number is constant. Not thread-safe.
 */
final class Swarm implements Closeable {

    /** The number of peers opened in a round, so that all refused ones are replaced in the next. */
    static final int FLOOD_PEERS = 100;

    /** The time of a round. */
    static final long ROUND_MILLIS = 50;

    /** Small, so that unread bytes queue at the server. */
    private static final int SMALL_RECEIVE_BUFFER = 4 * 1024;

    private record Peer(SocketChannel channel, AbusivePeer behavior, long opened) {}

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

    /** Returns the number of peers opened so far. */
    int opened() {
        return opened;
    }

    /** Returns the number of peers that have ended. */
    int ended() {
        return ended;
    }

    /** Runs the next step of each peer. */
    void round() throws IOException {
        for (int i = 0; i < peers.length; i++) {
            Peer peer = peers[i];
            if (peer == null) {
                peer = open();
                peers[i] = peer;
            }
            if (peer != null && !proceed(peer)) {
                peer.channel.close();
                peers[i] = null;
                ended++;
            }
        }
    }

    private static boolean proceed(Peer peer) {
        try {
            return peer.behavior.proceed(peer.channel, System.nanoTime() - peer.opened);
        } catch (IOException e) {
            return false; // the server has reset it
        }
    }

    /** Returns null if the connection was refused. */
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
