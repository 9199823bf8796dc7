package io.wwep.client.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS over another transport. The reader decrypts and the writer encrypts, each on its own thread. Messages of TLS itself, such
 * as a key update, are sent by whichever of them comes first.
 */
final class TlsTransport implements Transport {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Transport tcp;
    private final SSLEngine engine;
    private final long openedAt = System.currentTimeMillis();

    private final ReentrantLock writing = new ReentrantLock();

    @GuardedBy("writing")
    private ByteBuffer encrypted = NOTHING;

    /** What an incomplete write has yet to encrypt. */
    @GuardedBy("writing")
    private byte @Nullable [] rest;

    private final ArrivedRecords arrived;

    /** The rest of a record that did not fit into the reader's buffer. Always flipped for reading. */
    private ByteBuffer decrypted = NOTHING;

    /** The last array that was read into, wrapped, so that each read need not wrap it again. */
    private ByteBuffer target = NOTHING;

    private byte[] targetBytes = {};
    private boolean ended;

    /** Whether the server has begun another handshake, which would need tasks that may block. */
    private boolean renegotiates;

    /** Whether {@link #handshake} is running: it leaves tasks to its caller, and reports write errors at the next read. */
    private boolean handshaking;

    /** Creates TLS over a connected transport, before the handshake, with a client's engine. */
    TlsTransport(Transport tcp, SSLEngine engine) {
        this.tcp = tcp;
        this.engine = engine;
        this.arrived = new ArrivedRecords(tcp);
    }

    /** Begins the handshake; slow, since it creates keys. */
    void beginHandshake() throws IOException {
        engine.beginHandshake();
    }

    /**
     * Continues the handshake, which checks the server's certificate.
     *
     * @param until the {@link System#nanoTime()} at which to stop waiting for the server; if that has passed, this does not wait
     * @return what it waits for next
     */
    Handshaking handshake(long until) throws IOException {
        // A server that rejects a client sends the reason and closes: it can still be read when writing fails.
        handshaking = true;
        try {
            return flushHandshake(until) ? continueHandshake(until) : Handshaking.ROOM;
        } catch (IOException | RuntimeException e) {
            sendAlert();
            throw e;
        } finally {
            handshaking = false;
        }
    }

    private Handshaking continueHandshake(long until) throws IOException {
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> {
                    return Handshaking.TASKS;
                }
                case NEED_WRAP -> {
                    if (!encrypt(NOTHING, until)) {
                        return Handshaking.ROOM;
                    }
                }
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    Status status = arrived.unwrap(engine, NOTHING).getStatus();
                    int count = status == Status.BUFFER_UNDERFLOW ? arrived.receive(until) : 1;
                    if (count < 0 || status == Status.CLOSED) {
                        throw new EOFException("the server closed the connection during the handshake");
                    }
                    if (count == 0) {
                        return Handshaking.INPUT;
                    }
                }
                case FINISHED, NOT_HANDSHAKING -> {
                    return Handshaking.NOTHING;
                }
            }
        }
    }

    /** Sends the rest of a message that the system did not accept completely; returns whether it is complete now. */
    private boolean flushHandshake(long until) {
        try {
            return tcp.flush(until);
        } catch (IOException e) {
            return true; // reading will show why
        }
    }

    SSLEngine engine() {
        return engine;
    }

    boolean isResumed() {
        return engine.getSession().getCreationTime() < openedAt;
    }

    @Override
    public int read(byte[] into, int from, int length, long until) throws IOException {
        if (decrypted.hasRemaining()) {
            int count = Math.min(length, decrypted.remaining());
            decrypted.get(into, from, count);
            return count;
        }
        if (targetBytes != into) {
            targetBytes = into;
            target = ByteBuffer.wrap(into);
        }
        target.limit(from + length).position(from);
        try {
            while (!ended) {
                decrypt();
                int count = target.position() - from;
                if (count > 0 || ended) {
                    return count > 0 ? count : -1;
                }
                if (renegotiates) {
                    throw Failures.renegotiation();
                }
                int received = arrived.receive(until);
                if (received == 0) {
                    return 0;
                }
                ended = received < 0;
            }
            return -1;
        } catch (SSLException e) {
            sendAlert();
            throw e;
        }
    }

    /** Decrypts the complete records that have arrived, as far as the target has room. */
    private void decrypt() throws IOException {
        while (!arrived.isEmpty() && !decrypted.hasRemaining() && !renegotiates) {
            SSLEngineResult result = arrived.unwrap(engine, target);
            if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                result = decryptAside();
            }
            ended = result.getStatus() == Status.CLOSED;
            if (result.getStatus() != Status.OK) {
                return;
            }
            renegotiates = result.getHandshakeStatus() == HandshakeStatus.NEED_TASK;
            sendPending();
        }
    }

    /** Decrypts a record that may be too long for the target, and passes on what fits. */
    private SSLEngineResult decryptAside() throws IOException {
        ByteBuffer whole = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        SSLEngineResult result = arrived.unwrap(engine, whole);
        whole.flip();
        int count = Math.min(target.remaining(), whole.remaining());
        target.put(whole.slice().limit(count));
        decrypted = whole.position(count);
        return result;
    }

    /** Sends TLS's own messages, unless the writer is busy, which then sends them. */
    private void sendPending() throws IOException {
        if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && writing.tryLock()) {
            try {
                var unused = encrypt(NOTHING, System.nanoTime());
            } finally {
                writing.unlock();
            }
        }
    }

    /** Runs the long tasks of the handshake, such as checking a certificate, which may block. */
    void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    @Override
    public boolean write(byte[] source, int from, int length, long until) throws IOException {
        writing.lock();
        try {
            return encryptAll(ByteBuffer.wrap(source, from, length), until);
        } finally {
            writing.unlock();
        }
    }

    @GuardedBy("writing")
    private boolean encryptAll(ByteBuffer plain, long until) throws IOException {
        while (plain.hasRemaining()) {
            if (!encrypt(plain, until)) {
                byte[] kept = new byte[plain.remaining()];
                plain.get(kept);
                rest = kept;
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean flush(long until) throws IOException {
        writing.lock();
        try {
            if (!tcp.flush(until)) {
                return false;
            }
            byte[] kept = rest;
            rest = null;
            return kept == null || encryptAll(ByteBuffer.wrap(kept), until);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void releaseBuffers() {
        writing.lock();
        try {
            encrypted = NOTHING;
        } finally {
            writing.unlock();
        }
        arrived.release();
        if (!decrypted.hasRemaining()) {
            decrypted = NOTHING;
        }
        target = NOTHING;
        targetBytes = new byte[0];
        tcp.releaseBuffers();
    }

    /** Encrypts and sends one record of this data, or TLS's own messages; returns false if that would take too long. */
    private boolean encrypt(ByteBuffer plain, long until) throws IOException {
        writing.lock();
        try {
            if (encrypted.capacity() == 0) {
                encrypted = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            }
            SSLEngineResult result = engine.wrap(plain, encrypted.clear());
            boolean empty = result.bytesProduced() == 0;
            if (empty && result.getStatus() == Status.CLOSED) {
                throw new SocketException("TLS is closed for sending");
            }
            if (empty && result.getHandshakeStatus() == HandshakeStatus.NEED_TASK && !handshaking) {
                throw Failures.renegotiation();
            }
            return send(until);
        } finally {
            writing.unlock();
        }
    }

    @GuardedBy("writing")
    private boolean send(long until) throws IOException {
        try {
            return tcp.write(encrypted.array(), 0, encrypted.position(), until);
        } catch (IOException e) {
            if (!handshaking) {
                throw e;
            }
            return true;
        }
    }

    /** Sends the alert that tells the server why this side gives up, if there is one and it can be sent at once. */
    private void sendAlert() {
        try {
            sendPending();
        } catch (IOException | RuntimeException e) {
            // The connection is broken anyway; the first failure counts.
        }
    }

    @Override
    public long sent() {
        return tcp.sent();
    }

    @Override
    public boolean countsWhatLeaves(int bytes) {
        return tcp.countsWhatLeaves(bytes);
    }

    @Override
    public boolean readsAtOnce() {
        return tcp.readsAtOnce();
    }

    @Override
    public void enableReuse() throws IOException {
        tcp.enableReuse();
    }

    @Override
    public @Nullable SocketChannel selectable() {
        return tcp.selectable();
    }

    @Override
    public @Nullable BackgroundReader background() {
        return tcp.background();
    }

    @Override
    public int firstByte() {
        return tcp.firstByte();
    }

    @Override
    public void shutdownOutput() throws IOException {
        if (engine.getSession().getProtocol().equals("TLSv1.3")) {
            closeNotify();
        }
        // Up to TLS 1.2, one direction cannot be closed alone (RFC 5246, 7.2.1): the reply would be lost.
    }

    private void closeNotify() throws IOException {
        engine.closeOutbound();
        if (!engine.isOutboundDone()) {
            var unused = encrypt(NOTHING, System.nanoTime());
        }
    }

    @Override
    public boolean isOpen() {
        return tcp.isOpen();
    }

    @Override
    public InetSocketAddress server() {
        return tcp.server();
    }

    @Override
    public InetSocketAddress local() {
        return tcp.local();
    }

    @Override
    public TlsTransport tls() {
        return this;
    }

    @Override
    public void abort() {
        tcp.abort();
    }

    @Override
    public void close() {
        try {
            if (tcp.isOpen() && writing.tryLock()) {
                try {
                    closeNotify();
                } finally {
                    writing.unlock();
                }
            }
        } catch (IOException | RuntimeException | Error e) {
            // The connection is broken already, or the provider's engine fails: nothing depends on it any more.
        } finally {
            tcp.close();
        }
    }
}
