package io.wwep.examples;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Reads an address of this machine to listen on. */
final class BindAddress {

    private BindAddress() {}

    /** Returns the address that an option has. */
    static InetAddress of(String option, String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new BadUsageException(option + ": '" + address
                    + "' is not an address of this machine; give one of its addresses, or 0.0.0.0 for all networks");
        }
    }
}
