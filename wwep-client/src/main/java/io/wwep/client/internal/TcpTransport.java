package io.wwep.client.internal;

import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connected TCP socket. It uses no selector until it is reused: see {@link #enableReuse()}.
 */
final class TcpTransport implements Transport {

    /** How often to check for an interrupt, while a thread waits on a socket that an interrupt does not wake. */
    private static final long INTERRUPT_CHECK = TimeUnit.MILLISECONDS.toNanos(50);

    private final Socket tcp;
    private final InetSocketAddress server;
    private final boolean plain;
    private final @Nullable SocketChannel channel;
    private final @Nullable BackgroundReader background;
    private final InputStream input;
    private final OutputStream output;
    private volatile @Nullable SelectedChannel selected;
    private byte @Nullable [] rest;
    private long sent;
    private int firstByte = -1;

    /**
     * Creates a transport over a connected socket.
     *
     * @param plain whether it is the JDK's own socket of a channel, so that its channel can be used instead of its streams
     */
    TcpTransport(Socket connected, boolean plain) throws IOException {
        tcp = connected;
        server = new InetSocketAddress(connected.getInetAddress(), connected.getPort());
        this.plain = plain;
        channel = connected.getChannel();
        background = plain ? null : new BackgroundReader(connected);
        input = connected.getInputStream();
        output = connected.getOutputStream();
    }

    @Override
    public void enableReuse() throws IOException {
        if (plain && channel != null && selected == null) {
            SelectedChannel nonBlocking = new SelectedChannel(channel);
            selected = nonBlocking;
            if (!channel.isOpen()) {
                // It was closed in between, unnoticed.
                nonBlocking.close();
            }
        }
    }

    @Override
    public int read(byte[] target, int from, int length, long until) throws IOException {
        int count = receive(target, from, length, until);
        if (firstByte < 0 && count > 0) {
            firstByte = target[from] & 0xFF;
        }
        return count;
    }

    private int receive(byte[] target, int from, int length, long until) throws IOException {
        SelectedChannel nonBlocking = selected;
        if (nonBlocking != null) {
            return nonBlocking.read(target, from, length, until);
        }
        if (background != null && background.isStarted()) {
            return background.read(target, from, length, until);
        }
        long left = until - System.nanoTime();
        if (left <= 0 && channel != null) {
            return readNow(channel, ByteBuffer.wrap(target, from, length));
        }
        for (; left > 0; left = until - System.nanoTime()) {
            boolean slice = channel == null && left > INTERRUPT_CHECK;
            tcp.setSoTimeout(Deadline.toMillis(slice ? INTERRUPT_CHECK : left));
            try {
                return input.read(target, from, length);
            } catch (SocketTimeoutException e) {
                if (Thread.currentThread().isInterrupted()) {
                    return 0;
                }
            }
        }
        return 0;
    }

    private static int readNow(SocketChannel open, ByteBuffer target) throws IOException {
        open.configureBlocking(false);
        try {
            return open.read(target);
        } finally {
            open.configureBlocking(true);
        }
    }

    @Override
    public boolean write(byte[] source, int from, int length, long until) throws IOException {
        SelectedChannel nonBlocking = selected;
        while (nonBlocking == null) {
            try {
                output.write(source, from, length);
                sent += length;
                return true;
            } catch (IllegalBlockingModeException e) {
                // The reader has just changed the mode; nothing was written.
                nonBlocking = selected;
            }
        }
        int done = 0;
        do {
            int count = nonBlocking.writeNow(source, from + done, length - done);
            sent += count;
            done += count;
            if (done == length) {
                return true;
            }
        } while (nonBlocking.awaitRoom(until));
        rest = Arrays.copyOfRange(source, from + done, from + length);
        return false;
    }

    @Override
    public boolean flush(long until) throws IOException {
        byte[] bytes = rest;
        rest = null;
        return bytes == null || write(bytes, 0, bytes.length, until);
    }

    @Override
    public void releaseBuffers() {
        SelectedChannel nonBlocking = selected;
        if (nonBlocking != null) {
            nonBlocking.release();
        }
    }

    @Override
    public long sent() {
        return sent;
    }

    @Override
    public boolean countsWhatLeaves(int bytes) {
        // The system accepts the few bytes of a request completely or not at all. Without a channel, this is unknown.
        return selected != null || (channel != null && bytes <= WwepRequest.Raw.MAX_LENGTH);
    }

    @Override
    public boolean readsAtOnce() {
        return channel != null || (background != null && background.isStarted());
    }

    @Override
    public @Nullable SocketChannel selectable() {
        return plain ? channel : null;
    }

    @Override
    public @Nullable BackgroundReader background() {
        return background;
    }

    @Override
    public int firstByte() {
        return firstByte;
    }

    @Override
    public void shutdownOutput() throws IOException {
        tcp.shutdownOutput();
    }

    @Override
    public boolean isOpen() {
        return !tcp.isClosed();
    }

    @Override
    public InetSocketAddress server() {
        return server;
    }

    @Override
    public InetSocketAddress local() {
        // The port of a socket that was closed meanwhile is -1.
        return new InetSocketAddress(tcp.getLocalAddress(), Math.max(0, tcp.getLocalPort()));
    }

    @Override
    public @Nullable TlsTransport tls() {
        return null;
    }

    @Override
    public void abort() {
        close();
    }

    @Override
    public void close() {
        SelectedChannel nonBlocking = selected;
        Settings.Sockets.close(nonBlocking == null ? tcp : nonBlocking);
        if (background != null) {
            background.close();
        }
    }
}
