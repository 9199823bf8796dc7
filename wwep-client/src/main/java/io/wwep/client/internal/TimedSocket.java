package io.wwep.client.internal;

import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connected TCP socket whose reads end at a moment that was set beforehand, whoever reads: an exchange, or the TLS above
 * it, which may need many reads for one byte of a reply. An interrupt ends them too, whatever kind of socket it is. It can
 * also tell what came without taking it away from the next reader.
 *
 * <p>A socket that is used again and again is worth a selector: see {@link #settle()}.
 *
 * <p>Used by one thread at a time, but for {@link #close()}.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // a lock would keep close() waiting behind others
final class TimedSocket extends Socket {

    /** A socket that an interrupt does not free is looked after this often. */
    private static final long INTERRUPT_CHECK = TimeUnit.MILLISECONDS.toNanos(50);

    private final Socket tcp;
    private final long openedAt = System.currentTimeMillis();
    private final boolean plain;
    private final @Nullable SocketChannel channel;
    private final InputStream input;
    private final OutputStream output;
    private final InputStream timedInput = new TimedInput();
    private final OutputStream countedOutput = new CountedOutput();

    /** What came when somebody looked, until it is read. */
    private final ByteBuffer ahead = ByteBuffer.allocate(64).flip();

    private volatile @Nullable SelectedChannel selected;
    private long end;
    private long sent;
    private int firstByte = -1;
    private boolean brokenWritesShowInReading;

    /**
     * Takes over a connected socket.
     *
     * @param plain whether it is the JDK's own socket of a channel, so that what goes past its streams is the same
     */
    TimedSocket(Socket connected, boolean plain) throws IOException {
        super((SocketImpl) null);
        tcp = connected;
        this.plain = plain;
        channel = connected.getChannel();
        input = connected.getInputStream();
        output = connected.getOutputStream();
    }

    /** Reads from now on end within this time, all of them together. */
    void readWithin(long nanos) {
        end = System.nanoTime() + nanos;
    }

    /** Reads, and writes of a settled socket, end from now on at this {@link System#nanoTime()}. */
    void readUntil(long nanoTime) {
        end = nanoTime;
    }

    /** Sets the socket up for more than one exchange, if it can be. Does nothing the second time. */
    void settle() throws IOException {
        if (plain && channel != null && selected == null) {
            SelectedChannel swift = new SelectedChannel(channel);
            selected = swift;
            if (!channel.isOpen()) {
                // close() came in between, and saw none.
                swift.close();
            }
        }
    }

    /**
     * Whether a write that fails is left to the next read to find out, which may find why: a server that turns a client
     * away says so and goes, and TLS does not read what it said when it cannot write.
     */
    void leaveBrokenWritesToReading(boolean leave) {
        brokenWritesShowInReading = leave;
    }

    /**
     * Waits until anything comes, and leaves it to be read.
     *
     * @param nanos 0 to look only at what is already there
     * @return 1 if there is something to be read, 0 if nothing came, -1 at the end of the stream
     */
    int await(long nanos) throws IOException {
        if (ahead.hasRemaining()) {
            return 1;
        }
        int count = 0;
        try {
            if (nanos <= 0 && channel != null) {
                count = readNow(channel);
            } else {
                readWithin(Math.max(1, nanos));
                count = receive(ahead.array(), 0, ahead.capacity());
            }
        } catch (SocketTimeoutException e) {
            count = 0;
        } finally {
            ahead.position(0).limit(Math.max(0, count));
        }
        return Integer.signum(count);
    }

    /** Whether a look takes no time, as it does with the socket of a channel. */
    boolean looksAtOnce() {
        return channel != null;
    }

    /** How many bytes the system took to send. */
    long sent() {
        return sent;
    }

    /** Whether {@link #sent} is exact also after a write of so many bytes failed. */
    boolean countsWhatLeaves(int bytes) {
        // The system takes the few bytes of a request whole or not at all. Of sockets without a channel nobody knows.
        return selected != null || (channel != null && bytes <= WwepRequest.Raw.MAX_LENGTH);
    }

    /** The very first byte that came, 0 to 255, or -1 if none was read yet. */
    int firstByte() {
        return firstByte;
    }

    private int readNow(SocketChannel open) throws IOException {
        SelectedChannel swift = selected;
        if (swift != null) {
            return swift.readNow(ahead.array(), 0, ahead.capacity());
        }
        open.configureBlocking(false);
        try {
            return open.read(ahead.clear());
        } finally {
            open.configureBlocking(true);
        }
    }

    private int receive(byte[] target, int from, int length) throws IOException {
        SelectedChannel swift = selected;
        if (swift != null) {
            return swift.read(target, from, length, end);
        }
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            boolean slice = channel == null && left > INTERRUPT_CHECK;
            tcp.setSoTimeout(Deadline.toMillis(slice ? INTERRUPT_CHECK : left));
            try {
                return input.read(target, from, length);
            } catch (SocketTimeoutException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
        }
        throw new SocketTimeoutException("nothing came in time");
    }

    private final class TimedInput extends InputStream {

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            int count;
            if (ahead.hasRemaining()) {
                count = Math.min(length, ahead.remaining());
                ahead.get(target, from, count);
            } else {
                count = receive(target, from, length);
            }
            if (firstByte < 0 && count > 0) {
                firstByte = target[from] & 0xFF;
            }
            return count;
        }

        /** What is here is told by {@link #await}; nobody asks for more than that. */
        @Override
        public int available() {
            return ahead.remaining();
        }
    }

    private final class CountedOutput extends OutputStream {

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                SelectedChannel swift = selected;
                if (swift == null) {
                    output.write(bytes, from, length);
                    sent += length;
                } else {
                    write(swift, bytes, from, length);
                }
            } catch (IOException e) {
                if (!brokenWritesShowInReading) {
                    throw e;
                }
            }
        }

        private void write(SelectedChannel swift, byte[] bytes, int from, int length) throws IOException {
            int done = swift.writeNow(bytes, from, length);
            sent += done;
            while (done < length) {
                swift.awaitRoom(end);
                int count = swift.writeNow(bytes, from + done, length - done);
                sent += count;
                done += count;
            }
        }
    }

    // What follows is what TLS asks of the socket below it.

    @Override
    public InputStream getInputStream() {
        return timedInput;
    }

    @Override
    public OutputStream getOutputStream() {
        return countedOutput;
    }

    /** What is left of the time for reading, in milliseconds: the JDK's revocation check asks for it. */
    @Override
    public int getSoTimeout() {
        return Deadline.toMillis(end - System.nanoTime());
    }

    /** Until it is closed: by that the check of revocation knows that nobody waits for it any more. */
    @Override
    public boolean isConnected() {
        return tcp.isConnected() && !tcp.isClosed();
    }

    @Override
    public boolean isClosed() {
        return tcp.isClosed();
    }

    @Override
    public InetAddress getInetAddress() {
        return tcp.getInetAddress();
    }

    @Override
    public int getPort() {
        return tcp.getPort();
    }

    /** When it was connected, in milliseconds since 1970. */
    long openedAt() {
        return openedAt;
    }

    @Override
    public InetAddress getLocalAddress() {
        return tcp.getLocalAddress();
    }

    @Override
    public int getLocalPort() {
        return tcp.getLocalPort();
    }

    @Override
    public int getSoLinger() throws SocketException {
        return tcp.getSoLinger();
    }

    @Override
    public void shutdownInput() throws IOException {
        tcp.shutdownInput();
    }

    @Override
    public boolean isInputShutdown() {
        return tcp.isInputShutdown();
    }

    @Override
    public void shutdownOutput() throws IOException {
        tcp.shutdownOutput();
    }

    @Override
    public boolean isOutputShutdown() {
        return tcp.isOutputShutdown();
    }

    @Override
    public void close() throws IOException {
        SelectedChannel swift = selected;
        if (swift == null) {
            tcp.close();
        } else {
            swift.close();
        }
    }
}
