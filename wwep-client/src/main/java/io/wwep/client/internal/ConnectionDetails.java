package io.wwep.client.internal;

import java.net.Socket;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** What the log tells of a new connection. */
final class ConnectionDetails {

    private ConnectionDetails() {}

    /**
     * This side's address and port; with TLS also protocol, cipher suite, the server's name, and whether the session was
     * resumed.
     *
     * @param socket what is spoken through: the wire itself, or TLS over it
     */
    static String of(TimedSocket wire, Socket socket) {
        String local = wire.getLocalAddress().getHostAddress() + ":" + wire.getLocalPort();
        return socket instanceof SSLSocket tls ? local + ", " + session(tls.getSession(), wire.openedAt()) : local;
    }

    private static String session(SSLSession session, long opened) {
        // A session that is older than its connection was resumed.
        return session.getProtocol() + " with " + session.getCipherSuite() + ", server " + server(session)
                + (session.getCreationTime() < opened ? ", session resumed" : ", new session");
    }

    private static String server(SSLSession session) {
        try {
            return session.getPeerPrincipal().getName();
        } catch (SSLPeerUnverifiedException e) {
            return "without a certificate";
        }
    }
}
