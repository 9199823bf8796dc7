package io.wwep.examples;

import java.net.InetSocketAddress;

/**
 * One end of a connection, as messages name it.
 *
 * @param host name or address
 */
record HostPort(String host, int port) {

    static HostPort of(InetSocketAddress address) {
        return new HostPort(address.getAddress().getHostAddress(), address.getPort());
    }

    /** Host and port with a colon between, and an IPv6 address in brackets. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
