package io.wwep.testing;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketImpl;
import java.time.Duration;

/** A connection whose output can be slowed down, below TLS too. */
final class PacedSocket extends Socket {

    /** Accepts such connections. */
    static final class Listener extends ServerSocket {

        Listener() throws IOException {}

        @Override
        public Socket accept() throws IOException {
            PacedSocket accepted = new PacedSocket();
            implAccept(accepted);
            return accepted;
        }
    }

    /** Waits; false if it is not to be waited any more. */
    interface Pause {
        boolean passes(Duration time);
    }

    private Pause pause = time -> true;
    private Duration pace = Duration.ZERO;

    private PacedSocket() throws SocketException {
        super((SocketImpl) null); // it gets the one that was accepted
    }

    /** From now on each byte comes so long after the one before; zero: all at once. */
    void pace(Duration time, Pause by) {
        pace = time;
        pause = by;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(super.getOutputStream()) {

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (pace.isZero()) {
                    out.write(bytes, offset, length);
                    return;
                }
                for (int i = 0; i < length && pause.passes(pace); i++) {
                    out.write(bytes, offset + i, 1);
                }
            }
        };
    }
}
