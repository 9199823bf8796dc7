package io.wwep.examples.lab.web;

import java.net.InetAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a lab's page is served.
 *
 * @param bind the address to listen on; 0.0.0.0 for all of this machine's
 * @param port the port, 0 to 65535; 0 picks a free one
 * @param name a name by which browsers may know this machine; null if only by its addresses
 * @param token whoever has it is the instructor; null if everybody is
 * @param authority the certificate with which clients trust the lab's TLS port, as PEM
 */
public record LabServerSettings(
        InetAddress bind,
        int port,
        @Nullable String name,
        @Nullable String token,
        String authority) {

    /** Validates the components; the port is checked when the server starts. */
    public LabServerSettings {
        Objects.requireNonNull(bind, "bind");
        Objects.requireNonNull(authority, "authority");
    }

    /** {@return a new token of 128 random bits} */
    public static String newToken() {
        return Sessions.secret();
    }
}
