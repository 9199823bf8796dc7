package io.wwep.server;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/**
 * An accepted connection whose read timeout is a limit for all reads until it is set anew, not for each. TLS reads a record
 * in pieces: to a peer that sends it byte by byte, a limit for each read would be none.
 */
final class DeadlineSocket extends Socket {

    /** Accepts such connections. */
    static final class Listener extends ServerSocket {

        Listener() throws IOException {}

        @Override
        public Socket accept() throws IOException {
            DeadlineSocket accepted = new DeadlineSocket();
            implAccept(accepted);
            return accepted;
        }
    }

    private volatile long end = System.nanoTime();

    private DeadlineSocket() throws SocketException {
        super((SocketImpl) null); // it gets the one that was accepted
    }

    /** From now on, reads end within this time, all of them together; 1 or more. */
    @Override
    public synchronized void setSoTimeout(int millis) {
        end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** What is left of the time: the check of a client's certificate asks for it. */
    @Override
    public synchronized int getSoTimeout() {
        return Connection.millisUntil(end);
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {

            @Override
            public int read() throws IOException {
                limit();
                return in.read();
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                limit();
                return in.read(target, offset, length);
            }
        };
    }

    private void limit() throws IOException {
        if (System.nanoTime() - end >= 0) {
            throw new SocketTimeoutException("the time for reading is over");
        }
        super.setSoTimeout(Connection.millisUntil(end));
    }
}
