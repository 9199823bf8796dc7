package io.wwep.client.internal;

import java.net.InetSocketAddress;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Describes a new connection for the log. */
final class ConnectionDetails {

    private ConnectionDetails() {}

    /**
     * Returns this side's address and port; with TLS also protocol, cipher suite, the server's name, and whether the session was
     * resumed.
     */
    static String of(Transport transport) {
        InetSocketAddress address = transport.local();
        String local = address.getAddress().getHostAddress() + ":" + address.getPort();
        TlsTransport tls = transport.tls();
        return tls == null ? local : local + ", " + session(tls);
    }

    private static String session(TlsTransport tls) {
        SSLSession session = tls.engine().getSession();
        return session.getProtocol() + " with " + session.getCipherSuite() + ", server " + server(session)
                + (tls.isResumed() ? ", session resumed" : ", new session");
    }

    private static String server(SSLSession session) {
        try {
            return session.getPeerPrincipal().getName();
        } catch (SSLPeerUnverifiedException e) {
            return "without a certificate";
        }
    }
}
