package io.wwep.testing;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketImpl;
import java.time.Duration;

/** A socket whose output can be slowed down, even below TLS. */
final class PacedSocket extends Socket {

    /** Accepts sockets of this class. */
    static final class Listener extends ServerSocket {

        Listener() throws IOException {}

        @Override
        public Socket accept() throws IOException {
            PacedSocket accepted = new PacedSocket();
            implAccept(accepted);
            return accepted;
        }
    }

    /** Waits between bytes. */
    interface Sleeper {

        /** Returns false if the connection was closed meanwhile. */
        boolean sleep(Duration time);
    }

    private Sleeper sleeper = time -> true;
    private Duration pace = Duration.ZERO;

    private PacedSocket() throws SocketException {
        super((SocketImpl) null); // ServerSocket.implAccept sets the implementation
    }

    /** Sets the delay before each byte; zero for none. */
    void pace(Duration time, Sleeper newSleeper) {
        pace = time;
        sleeper = newSleeper;
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
                for (int i = 0; i < length && sleeper.sleep(pace); i++) {
                    out.write(bytes, offset + i, 1);
                }
            }
        };
    }
}
