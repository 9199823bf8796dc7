package io.wwep.examples.lab;

import io.wwep.server.ServerProfile;
import io.wwep.server.store.RegisterStore;
import io.wwep.tls.TlsIdentity;
import io.wwep.tls.WwepTls;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a lab runs.
 *
 * @param bind the address that the server listens on; 0.0.0.0 for all of this machine's
 * @param port the plain port, 0 to 65535; 0 picks a free one
 * @param tlsPort the TLS port, 0 to 65535; 0 picks a free one
 * @param identity the server's certificate and key
 * @param trust the trust with which boards connect over TLS
 * @param serverName the name in the server's certificate, which boards check
 * @param profile how the server handles its connections
 * @param store where the registers are kept; not closed with the lab
 * @param classFile where the class's progress is kept; null to keep it in memory
 */
public record LabSettings(
        InetAddress bind,
        int port,
        int tlsPort,
        TlsIdentity identity,
        WwepTls trust,
        String serverName,
        ServerProfile profile,
        RegisterStore store,
        @Nullable Path classFile) {

    /** Validates the components; ports and names are checked when the lab opens. */
    public LabSettings {
        Objects.requireNonNull(bind, "bind");
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(trust, "trust");
        Objects.requireNonNull(serverName, "serverName");
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(store, "store");
    }
}
