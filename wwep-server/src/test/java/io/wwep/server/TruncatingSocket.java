package io.wwep.server;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/** A socket that sends only a given number of bytes, to cut off TLS at a chosen byte. */
final class TruncatingSocket extends Socket {

    /** What happens to bytes beyond the limit. */
    enum Excess {
        /** They are held back silently. */
        HELD,
        /** The output ends instead. */
        ENDED,
        /** The connection is reset instead. */
        RESET
    }

    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private final Excess excess;
    private int left;
    private int sent;

    TruncatingSocket(int bytes, Excess excess) {
        this.left = bytes;
        this.excess = excess;
    }

    /** Holds back everything from now on. */
    void hold() {
        left = 0;
        held.reset();
    }

    /** Returns the bytes held back. */
    byte[] held() {
        return held.toByteArray();
    }

    /** Returns the number of bytes sent. */
    int sent() {
        return sent;
    }

    /** Sends bytes regardless of the limit. */
    void sendPastLimit(byte[] bytes, int offset, int length) throws IOException {
        super.getOutputStream().write(bytes, offset, length);
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(super.getOutputStream()) {

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                int allowed = Math.min(left, length);
                out.write(bytes, offset, allowed);
                left -= allowed;
                sent += allowed;
                held.write(bytes, offset + allowed, length - allowed);
                if (allowed == length || excess == Excess.HELD) {
                    return;
                }
                if (excess == Excess.ENDED) {
                    shutdownOutput();
                } else {
                    setSoLinger(true, 0);
                    TruncatingSocket.this.close();
                }
                throw new IOException("cut off on purpose");
            }
        };
    }
}
