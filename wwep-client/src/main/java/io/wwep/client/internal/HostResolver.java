package io.wwep.client.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Looks up the addresses of a name; may block indefinitely. */
@FunctionalInterface
public interface HostResolver {

    /** The system's resolver. All clients use this one object, so that clients of the same host share its lookups. */
    HostResolver SYSTEM = InetAddress::getAllByName;

    InetAddress[] resolve(String host) throws UnknownHostException;

    /** Returns the addresses of a name, at least one; checks what {@link #resolve} returns. */
    default InetAddress[] addresses(String host) throws UnknownHostException {
        InetAddress[] found = resolve(host);
        if (found == null) {
            throw new IllegalStateException(
                    "it returned null; it must throw UnknownHostException for a name without addresses");
        }
        if (found.length == 0) {
            throw new UnknownHostException(host);
        }
        for (InetAddress address : found) {
            if (address == null) {
                throw new IllegalStateException("it returned null among the addresses; it must leave that out");
            }
        }
        return found;
    }
}
