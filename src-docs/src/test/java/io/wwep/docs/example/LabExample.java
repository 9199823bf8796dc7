package io.wwep.docs.example;

import io.wwep.server.WwepServer;
import io.wwep.tls.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An example that reaches a server at wwep.local, with the demo certificate and both of the usual ports. */
abstract class LabExample {

    private WwepServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = WwepServer.create()
                .bind(InetAddress.getByName("0.0.0.0"))
                .plain(27708)
                .tls(
                        40508,
                        TlsIdentity.of(
                                Path.of("certs/wwep-demo-server.pem"), Path.of("certs/wwep-demo-server-key.pem")))
                .start();
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    /** What it has counted. */
    WwepServer server() {
        return server;
    }
}
