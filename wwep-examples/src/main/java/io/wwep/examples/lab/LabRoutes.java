package io.wwep.examples.lab;

import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.server.WwepServer;
import io.wwep.tls.WwepTls;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;

/**
 * How boards reach the lab's own server.
 *
 * @param host the server's address
 * @param trust with the name that the server's certificate has
 */
record LabRoutes(String host, int port, int tlsPort, WwepTls trust) {

    /** A course server serves boards one after another. */
    private static final Duration REPLY = Duration.ofSeconds(5);

    /** Includes a handshake, for which a busy machine needs seconds. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    static LabRoutes to(WwepServer server, LabSettings settings) {
        InetAddress bound = settings.bind();
        String host = (bound.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound).getHostAddress();
        return new LabRoutes(
                host, server.port(), server.tlsPort(), settings.trust().expectingName(settings.serverName()));
    }

    WwepClientBuilder plain() {
        return WwepClient.create(host).port(port).replyTimeout(REPLY).deadline(LIMIT);
    }

    WwepClientBuilder secured() {
        return plain().port(tlsPort).tls(trust).handshakeTimeout(LIMIT);
    }

    /** Returns the TLS version that boards use: the newest, as client and server are the same program. */
    String tlsVersion() {
        return Arrays.stream(trust.context().getDefaultSSLParameters().getProtocols())
                .max(Comparator.naturalOrder())
                .orElse("TLS");
    }
}
