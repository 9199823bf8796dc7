package io.wwep.client.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Accepts no byte: a write keeps all of it, and flushing that throws an unexpected exception. */
final class FullTransport implements Transport {

    private final Deque<String> toBeRead;
    private boolean closed;

    /** What is read are these, one at a time, and then the end. */
    FullTransport(Deque<String> toBeRead) {
        this.toBeRead = toBeRead;
    }

    @Override
    public int read(byte[] target, int from, int length, long until) {
        String next = toBeRead.poll();
        if (next == null) {
            return -1;
        }
        byte[] bytes = next.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, target, from, bytes.length);
        return bytes.length;
    }

    @Override
    public boolean write(byte[] source, int from, int length, long until) {
        return false;
    }

    @Override
    public boolean flush(long until) {
        throw new IllegalStateException("the transport's");
    }

    @Override
    public void releaseBuffers() {}

    @Override
    public long sent() {
        return 0;
    }

    @Override
    public boolean countsWhatLeaves(int bytes) {
        return false;
    }

    @Override
    public boolean readsAtOnce() {
        return true;
    }

    @Override
    public void enableReuse() {}

    @Override
    public @Nullable SocketChannel selectable() {
        return null;
    }

    @Override
    public int firstByte() {
        return -1;
    }

    @Override
    public void shutdownOutput() {}

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public InetSocketAddress server() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    }

    @Override
    public InetSocketAddress local() {
        return server();
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
        closed = true;
    }
}
