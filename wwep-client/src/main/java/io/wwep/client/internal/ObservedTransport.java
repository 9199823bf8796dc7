package io.wwep.client.internal;

import io.wwep.protocol.WireListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * Reports the bytes of another transport to the user's {@link WireListener}. Only connections of clients that have one use it,
 * so that the others pay nothing.
 */
final class ObservedTransport implements Transport {

    private final Transport transport;
    private final WireListener.Connection wire;

    private ObservedTransport(Transport transport, WireListener.Connection wire) {
        this.transport = transport;
        this.wire = wire;
    }

    /** Returns a transport for an opened connection that reports its bytes, or the same one if nobody wants them. */
    static Transport of(Transport opened, @Nullable WireListener listener) {
        WireListener.Connection wire = listener == null ? null : listener.opened(opened.local(), opened.server());
        return wire == null ? opened : new ObservedTransport(opened, wire);
    }

    @Override
    public int read(byte[] target, int from, int length, long until) throws IOException {
        int count = transport.read(target, from, length, until);
        if (count > 0) {
            wire.received(target, from, count);
        } else if (count < 0) {
            wire.receivedEnd();
        }
        return count;
    }

    @Override
    public boolean write(byte[] source, int from, int length, long until) throws IOException {
        wire.sent(source, from, length);
        return transport.write(source, from, length, until);
    }

    @Override
    public boolean flush(long until) throws IOException {
        return transport.flush(until);
    }

    @Override
    public void releaseBuffers() {
        transport.releaseBuffers();
    }

    @Override
    public long sent() {
        return transport.sent();
    }

    @Override
    public boolean countsWhatLeaves(int bytes) {
        return transport.countsWhatLeaves(bytes);
    }

    @Override
    public boolean readsAtOnce() {
        return transport.readsAtOnce();
    }

    @Override
    public void enableReuse() throws IOException {
        transport.enableReuse();
    }

    @Override
    public @Nullable SocketChannel selectable() {
        return transport.selectable();
    }

    @Override
    public @Nullable BackgroundReader background() {
        return transport.background();
    }

    @Override
    public int firstByte() {
        return transport.firstByte();
    }

    @Override
    public void shutdownOutput() throws IOException {
        wire.sentEnd();
        transport.shutdownOutput();
    }

    @Override
    public boolean isOpen() {
        return transport.isOpen();
    }

    @Override
    public InetSocketAddress server() {
        return transport.server();
    }

    @Override
    public InetSocketAddress local() {
        return transport.local();
    }

    @Override
    public @Nullable TlsTransport tls() {
        return transport.tls();
    }

    @Override
    public void abort() {
        wire.closed();
        transport.abort();
    }

    @Override
    public void close() {
        wire.closed();
        transport.close();
    }
}
