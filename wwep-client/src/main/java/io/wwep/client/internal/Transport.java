package io.wwep.client.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one connection: TCP, or TLS over it.
 *
 * <p>Reads and writes end at a moment of {@link System#nanoTime()}; one that has passed waits for nothing. An interrupt ends
 * a wait too, and stays set. One thread reads and one writes at a time; {@link #close()} may come from any.
 */
interface Transport {

    /**
     * Reads at least a byte.
     *
     * @param until when to stop waiting
     * @return a count, 0 if nothing came until then, or -1 at the end of the stream
     */
    int read(byte[] target, int from, int length, long until) throws IOException;

    /**
     * Writes these bytes.
     *
     * @param until when to stop waiting for room
     * @return whether the system accepted all of them; if not, the rest is kept, and only {@link #flush} may follow
     */
    boolean write(byte[] source, int from, int length, long until) throws IOException;

    /** Goes on with a {@link #write} that was not done; whether it is now. */
    boolean flush(long until) throws IOException;

    /** Gives back what an idle connection does not need. Only while nobody reads or writes. */
    void releaseBuffers();

    /** How many bytes of this connection the system has accepted to send, those of a failed write included. */
    long sent();

    /** Whether {@link #sent} is exact also after a write of this many bytes failed. */
    boolean countsWhatLeaves(int bytes);

    /** Whether a read that does not wait costs nothing but a system call. */
    boolean readsAtOnce();

    /** Sets the connection up for more than one exchange. Does nothing the second time. */
    void enableReuse() throws IOException;

    /** The channel that a selector can wait for, or null if the transport can only be read by a waiting thread. */
    @Nullable
    SocketChannel selectable();

    /** The very first byte that came from the server on the TCP connection, 0 to 255, or -1 if none was read yet. */
    int firstByte();

    /** Tells the server that nothing more is sent, if that can be done without ending the other direction too. */
    void shutdownOutput() throws IOException;

    boolean isOpen();

    InetSocketAddress server();

    InetSocketAddress local();

    /** What TLS knows of the connection, or null for plain TCP. */
    @Nullable
    TlsTransport tls();

    /** Closes the connection, also under threads that wait for it. Over TLS, nothing is told to the server. */
    void abort();

    /** Closes the connection; over TLS it tells the server first, by a close_notify, if that leaves at once. */
    void close();
}
