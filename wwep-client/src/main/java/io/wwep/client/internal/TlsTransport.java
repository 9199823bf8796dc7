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
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * TLS over another transport. The reader decrypts and the writer encrypts, each on its own thread; what TLS itself has to say
 * in between, such as a new key, leaves with whichever of them comes first.
 */
final class TlsTransport implements Transport {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** Enough for the records of a few replies. */
    private static final int INITIAL_INPUT = 2 * 1024;

    private final Transport tcp;
    private final SSLEngine engine;
    private final long openedAt = System.currentTimeMillis();

    private final ReentrantLock writing = new ReentrantLock();

    @GuardedBy("writing")
    private ByteBuffer encrypted = NOTHING;

    /** What a write that was not done has still to encrypt. */
    @GuardedBy("writing")
    private byte @Nullable [] rest;

    /** Ready to be read, as are those below: what arrived and is not decrypted yet. */
    private ByteBuffer arrived = ByteBuffer.allocate(INITIAL_INPUT).flip();

    /** What a record held beyond the room its reader had for it. */
    private ByteBuffer decrypted = NOTHING;

    /** The array that was read into last, wrapped, so that each read need not do so again. */
    private ByteBuffer target = NOTHING;

    private byte[] targetBytes = {};
    private boolean ended;
    private boolean deferWriteErrors;

    /** Takes over a connected transport, with the handshake still to come, and the engine of a client. */
    TlsTransport(Transport tcp, SSLEngine engine) {
        this.tcp = tcp;
        this.engine = engine;
    }

    /**
     * Shakes hands, which checks the server's certificate.
     *
     * @param until the {@link System#nanoTime()} at which to stop waiting for the server
     * @return false if it was not done by then
     */
    boolean handshake(long until) throws IOException {
        // A server that rejects a client says why and closes: the reason can still be read when nothing can be written.
        deferWriteErrors = true;
        try {
            engine.beginHandshake();
            while (true) {
                switch (engine.getHandshakeStatus()) {
                    case NEED_TASK -> runTasks();
                    case NEED_WRAP -> {
                        if (!encrypt(NOTHING, until)) {
                            return false;
                        }
                    }
                    case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                        Status status = engine.unwrap(arrived, NOTHING).getStatus();
                        int count = status == Status.BUFFER_UNDERFLOW ? receive(until) : 1;
                        if (count < 0 || status == Status.CLOSED) {
                            throw new EOFException("the server closed the connection during the handshake");
                        }
                        if (count == 0) {
                            return false;
                        }
                    }
                    case FINISHED, NOT_HANDSHAKING -> {
                        return true;
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            sendAlert();
            throw e;
        } finally {
            deferWriteErrors = false;
        }
    }

    SSLEngine engine() {
        return engine;
    }

    SSLSession session() {
        return engine.getSession();
    }

    boolean isResumed() {
        return session().getCreationTime() < openedAt;
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
                int received = receive(until);
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

    /** Decrypts the whole records that are here, as far as the target has room. */
    private void decrypt() throws IOException {
        while (arrived.hasRemaining() && !decrypted.hasRemaining()) {
            SSLEngineResult result = engine.unwrap(arrived, target);
            if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                result = decryptAside();
            }
            ended = result.getStatus() == Status.CLOSED;
            if (result.getStatus() != Status.OK) {
                return;
            }
            attendToTls(result.getHandshakeStatus());
        }
    }

    /** Decrypts a record for which the target may be too short, and passes on what fits. */
    private SSLEngineResult decryptAside() throws IOException {
        ByteBuffer whole = ByteBuffer.allocate(session().getApplicationBufferSize());
        SSLEngineResult result = engine.unwrap(arrived, whole);
        whole.flip();
        int count = Math.min(target.remaining(), whole.remaining());
        target.put(whole.slice().limit(count));
        decrypted = whole.position(count);
        return result;
    }

    private void attendToTls(HandshakeStatus status) throws IOException {
        if (status == HandshakeStatus.NEED_TASK) {
            runTasks();
        }
        sendPending();
    }

    /** Sends what TLS itself has to say, unless the writer is at it: then it goes out with that. */
    private void sendPending() throws IOException {
        if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && writing.tryLock()) {
            try {
                var unused = encrypt(NOTHING, System.nanoTime());
            } finally {
                writing.unlock();
            }
        }
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    /** Receives what has arrived: a count, 0 if nothing came until then, or -1 at the end of the stream. */
    private int receive(long until) throws IOException {
        arrived.compact();
        if (!arrived.hasRemaining()) {
            arrived = ByteBuffer.allocate(Math.max(INITIAL_INPUT, 2 * arrived.capacity()))
                    .put(arrived.flip());
        }
        try {
            int count = tcp.read(arrived.array(), arrived.position(), arrived.remaining(), until);
            arrived.position(arrived.position() + Math.max(0, count));
            return count;
        } finally {
            arrived.flip();
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
        if (!arrived.hasRemaining()) {
            arrived = ByteBuffer.allocate(0);
        }
        if (!decrypted.hasRemaining()) {
            decrypted = NOTHING;
        }
        target = NOTHING;
        targetBytes = new byte[0];
        tcp.releaseBuffers();
    }

    /** Encrypts a record's worth of this, or what TLS itself has to say, and sends it; false if that has to wait too long. */
    private boolean encrypt(ByteBuffer plain, long until) throws IOException {
        writing.lock();
        try {
            if (encrypted.capacity() == 0) {
                encrypted = ByteBuffer.allocate(session().getPacketBufferSize());
            }
            SSLEngineResult result = engine.wrap(plain, encrypted.clear());
            if (result.getStatus() == Status.CLOSED && result.bytesProduced() == 0) {
                throw new SocketException("TLS is closed for sending");
            }
            if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                runTasks();
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
            if (!deferWriteErrors) {
                throw e;
            }
            return true;
        }
    }

    /** Tells the server why this side gives up, if TLS has anything to tell and it leaves at once. */
    private void sendAlert() {
        try {
            sendPending();
        } catch (IOException | RuntimeException e) {
            // The connection is broken as it is; the failure that was met first counts.
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
    public int firstByte() {
        return tcp.firstByte();
    }

    @Override
    public void shutdownOutput() throws IOException {
        if (session().getProtocol().equals("TLSv1.3")) {
            closeNotify();
        }
        // Up to TLS 1.2 neither side can end alone (RFC 5246, 7.2.1): the reply would be lost.
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
        } catch (IOException | RuntimeException e) {
            // The connection is broken already.
        } finally {
            tcp.close();
        }
    }
}
