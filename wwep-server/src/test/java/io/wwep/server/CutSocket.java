package io.wwep.server;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/** A socket that sends so many bytes and no more: TLS above it is cut off where a test wants it. */
final class CutSocket extends Socket {

    /** What becomes of the bytes that are too many. */
    enum Rest {
        /** They are held back, and nobody is told. */
        HELD,
        /** The output ends instead. */
        ENDED,
        /** The connection is reset instead. */
        RESET
    }

    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private final Rest rest;
    private int left;
    private int sent;

    CutSocket(int bytes, Rest rest) {
        this.left = bytes;
        this.rest = rest;
    }

    /** From now on nothing more is sent. */
    void hold() {
        left = 0;
        held.reset();
    }

    /** What was too much. */
    byte[] held() {
        return held.toByteArray();
    }

    /** How many bytes were sent. */
    int sent() {
        return sent;
    }

    /** Past the limit. */
    void sendAnyway(byte[] bytes, int offset, int length) throws IOException {
        super.getOutputStream().write(bytes, offset, length);
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(super.getOutputStream()) {

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                int passed = Math.min(left, length);
                out.write(bytes, offset, passed);
                left -= passed;
                sent += passed;
                held.write(bytes, offset + passed, length - passed);
                if (passed == length || rest == Rest.HELD) {
                    return;
                }
                if (rest == Rest.ENDED) {
                    shutdownOutput();
                } else {
                    setSoLinger(true, 0);
                    CutSocket.this.close();
                }
                throw new IOException("cut off on purpose");
            }
        };
    }
}
