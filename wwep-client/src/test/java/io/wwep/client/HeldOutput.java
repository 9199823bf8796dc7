package io.wwep.client;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/** Holds output back, so that it is sent in one segment even if it was written in several. */
final class HeldOutput {

    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private @Nullable OutputStream held;
    private boolean holding;

    /** How many more writes to hold back before all of them are sent, or 0 if the test decides. */
    private int toJoin;

    /** A socket whose output can be held back. */
    Socket over(Socket accepted) throws IOException {
        held = accepted.getOutputStream();
        return new HeldSocket(accepted, new FilterOutputStream(accepted.getOutputStream()) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                (holding ? waiting : out).write(bytes, from, length);
                if (toJoin > 0 && --toJoin == 0) {
                    release();
                }
            }
        });
    }

    void hold() {
        holding = true;
    }

    /** Holds the next write back until it can be sent together with the one after it. */
    void joinNext() {
        holding = true;
        toJoin = 2;
    }

    /** Sends the first of the held bytes. */
    void release(int count) throws IOException {
        byte[] bytes = waiting.toByteArray();
        waiting.reset();
        waiting.write(bytes, count, bytes.length - count);
        if (held != null) {
            held.write(bytes, 0, count);
        }
    }

    void release() throws IOException {
        holding = false;
        if (held != null) {
            waiting.writeTo(held);
        }
    }

    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // used by one thread
    private static final class HeldSocket extends Socket {

        private final Socket accepted;
        private final OutputStream output;

        HeldSocket(Socket accepted, OutputStream output) {
            this.accepted = accepted;
            this.output = output;
        }

        @Override
        public OutputStream getOutputStream() {
            return output;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return accepted.getInputStream();
        }

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public int getPort() {
            return accepted.getPort();
        }

        @Override
        public InetAddress getInetAddress() {
            return accepted.getInetAddress();
        }

        @Override
        public int getSoLinger() throws SocketException {
            return accepted.getSoLinger();
        }

        @Override
        public void shutdownOutput() throws IOException {
            accepted.shutdownOutput();
        }

        @Override
        public void shutdownInput() throws IOException {
            accepted.shutdownInput();
        }

        @Override
        public void close() throws IOException {
            accepted.close();
        }
    }
}
