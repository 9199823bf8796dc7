package io.wwep.examples;

import io.wwep.protocol.WwepPorts;
import io.wwep.server.WwepServer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The server that a program talks to: one named by the user, or one of its own, which ends with it. */
final class Target implements AutoCloseable {

    private final HostPort address;
    private final @Nullable WwepServer own;

    private Target(HostPort address, @Nullable WwepServer own) {
        this.address = address;
        this.own = own;
    }

    static Target remote(String host, @Nullable Integer port) {
        return new Target(new HostPort(host, port == null ? WwepPorts.PLAIN : port), null);
    }

    static Target own() throws IOException {
        WwepServer server = WwepServer.create().plain(0).start();
        return new Target(HostPort.of(server.address()), server);
    }

    HostPort address() {
        return address;
    }

    /** The address, and whose server it is if it is the program's own. */
    @Override
    public String toString() {
        return own == null ? address.toString() : address + " (no --host was given: a server of this program's own)";
    }

    @Override
    public void close() {
        if (own != null) {
            own.close();
        }
    }
}
