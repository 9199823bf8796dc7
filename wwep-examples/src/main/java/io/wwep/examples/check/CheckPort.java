package io.wwep.examples.check;

import io.wwep.examples.input.HandshakeLimit;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A port of the checked server.
 *
 * @param tls null for plain TCP
 * @param watchdog closes connections that last too long, since a read timeout does not limit a handshake
 */
record CheckPort(String host, int port, @Nullable WwepTls tls, ScheduledExecutorService watchdog) {

    private static final int CONNECT_MILLIS = 2_000;

    /** Longer than any row uses one connection. */
    private static final int LIFE_SECONDS = 20;

    CheckConnection open() throws IOException {
        Socket tcp = new Socket();
        Future<?> watch = watchdog.schedule(() -> close(tcp), LIFE_SECONDS, TimeUnit.SECONDS);
        try {
            tcp.setTcpNoDelay(true);
            tcp.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            if (tls == null) {
                return new CheckConnection(tcp, tcp, watch);
            }
            tcp.setSoTimeout((int) HandshakeLimit.TIME.toMillis());
            SSLSocket secured = tls.over(tcp, host);
            secured.startHandshake();
            return new CheckConnection(tcp, secured, watch);
        } catch (IOException e) {
            watch.cancel(false);
            close(tcp);
            throw e;
        }
    }

    static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // The connection is no longer needed.
        }
    }
}
