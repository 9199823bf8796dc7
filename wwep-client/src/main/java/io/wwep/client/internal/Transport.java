package io.wwep.client.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one connection: TCP, or TLS over it.
 *
 * <p>Reads and writes end at a given {@link System#nanoTime()}; if that has passed, they do not wait. An interrupt also ends a
 * wait, and stays set. One thread reads and one writes at a time; any thread may call {@link #close()}.
 */
interface Transport {

    /**
     * Reads at least one byte.
     *
     * @param until when to stop waiting
     * @return the number of bytes, 0 if none arrived by then, or -1 at the end of the stream
     */
    int read(byte[] target, int from, int length, long until) throws IOException;

    /**
     * Writes these bytes.
     *
     * @param until when to stop waiting for room
     * @return whether the system accepted all of them; if not, the rest is kept, and only {@link #flush} may follow
     */
    boolean write(byte[] source, int from, int length, long until) throws IOException;

    /** Continues an incomplete {@link #write}; returns whether it is complete now. */
    boolean flush(long until) throws IOException;

    /** Frees what an idle connection does not need. Call only while no one reads or writes. */
    void releaseBuffers();

    /** Returns how many bytes the system has accepted on this connection, including those of a failed write. */
    long sent();

    /** Returns whether {@link #sent} is exact even after a failed write of this many bytes. */
    boolean countsWhatLeaves(int bytes);

    /** Returns whether a read that does not wait costs only a system call. */
    boolean readsAtOnce();

    /** Sets the connection up for more than one exchange. Has no effect when called again. */
    void enableReuse() throws IOException;

    /** Returns the channel that a selector can wait for, or null if the transport can only be read by a waiting thread. */
    @Nullable
    SocketChannel selectable();

    /**
     * Returns the reader that reads on a separate thread from a socket that no selector can wait for, or null for any other
     * socket.
     */
    @Nullable
    BackgroundReader background();

    /** Returns the very first byte from the server on the TCP connection, 0 to 255, or -1 if none has been read yet. */
    int firstByte();

    /** Ends the output, if that is possible without ending the other direction too. */
    void shutdownOutput() throws IOException;

    boolean isOpen();

    InetSocketAddress server();

    InetSocketAddress local();

    /** Returns the TLS layer, or null for plain TCP. */
    @Nullable
    TlsTransport tls();

    /**
     * Closes the connection, even while threads wait for it. With TLS, sends no close_notify. Does not block, unless closing the
     * application's own socket does. Throws nothing.
     */
    void abort();

    /**
     * As {@link #abort}, but with TLS sends a close_notify first, unless a thread is writing. Only on a socket that no selector can
     * wait for, or before {@link #enableReuse}, may that block: until the system has room for it.
     */
    void close();
}
