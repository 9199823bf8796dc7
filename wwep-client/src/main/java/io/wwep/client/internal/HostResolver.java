package io.wwep.client.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Looks up the addresses of a name; it may block for as long as it likes. */
@FunctionalInterface
public interface HostResolver {

    InetAddress[] resolve(String host) throws UnknownHostException;
}
