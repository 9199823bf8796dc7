package io.wwep.examples;

import java.net.InetSocketAddress;

/**
 * A server as messages name it.
 *
 * @param host name or address
 */
record ServerAddress(String host, int port) {

    static ServerAddress of(InetSocketAddress address) {
        return new ServerAddress(address.getAddress().getHostAddress(), address.getPort());
    }

    /** Host and port with a colon between, and an IPv6 address in brackets. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
