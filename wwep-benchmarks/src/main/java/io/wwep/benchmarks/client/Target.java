package io.wwep.benchmarks.client;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A server on this machine.
 *
 * @param ca the PEM file of the trusted authority; null for plain TCP
 */
public record Target(int port, @Nullable Path ca) {

    /** An address, so that no name resolution is measured; the demo server's certificate includes it. */
    public static final String HOST = "127.0.0.1";

    public static InetAddress host() throws UnknownHostException {
        return InetAddress.getByAddress(HOST, new byte[] {127, 0, 0, 1});
    }
}
