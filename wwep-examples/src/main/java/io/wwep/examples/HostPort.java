package io.wwep.examples;

import java.net.InetSocketAddress;

/**
 * A host and port, as messages show them.
 *
 * @param host name or address
 */
record HostPort(String host, int port) {

    static HostPort of(InetSocketAddress address) {
        return new HostPort(address.getAddress().getHostAddress(), address.getPort());
    }

    /** Returns host and port separated by a colon, with an IPv6 address in brackets. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
