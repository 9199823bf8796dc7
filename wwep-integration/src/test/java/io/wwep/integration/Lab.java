package io.wwep.integration;

import io.wwep.protocol.DeviceId;
import io.wwep.server.WwepServer;
import io.wwep.server.store.RegisterStore;
import io.wwep.tls.TlsIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;

/** A server with both ports and the demo certificate, for gateways. */
public final class Lab implements AutoCloseable {

    private static final Path CERTS =
            Path.of(System.getProperty("wwep.home", "..")).resolve("certs");

    /** The authority that signed its certificate. */
    public static final Path CA =
            CERTS.resolve("wwep-demo-root-ca.pem").toAbsolutePath().normalize();

    private final RegisterStore registers = RegisterStore.inMemory();
    private final WwepServer server;

    public Lab() throws IOException {
        server = WwepServer.create()
                .plain(0)
                .tls(
                        0,
                        TlsIdentity.of(
                                CERTS.resolve("wwep-demo-server.pem"), CERTS.resolve("wwep-demo-server-key.pem")))
                .store(registers)
                .start();
    }

    public int port() {
        return server.port();
    }

    public int tlsPort() {
        return server.tlsPort();
    }

    /** Returns what a gateway has written. */
    public OptionalInt register(int device, int register) throws IOException {
        return registers.read(DeviceId.of(device), register);
    }

    @Override
    public void close() {
        server.close();
    }
}
