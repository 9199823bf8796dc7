package io.wwep.tls;

import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import org.jspecify.annotations.Nullable;

/** The name that a server's certificate must have: a host name or an IP address. */
final class ExpectedName {

    private ExpectedName() {}

    /** The name as certificates write it: without the final dot of a fully qualified name. */
    static String of(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    /** Returns whether the JDK can check a certificate for this name. */
    static boolean canBeChecked(String name) {
        return isAddress(name) || hostName(of(name)) != null;
    }

    /** Explains why the JDK cannot check a certificate for a name for which {@link #canBeChecked} is false. */
    static String whyNot(String name) {
        return name.contains("_")
                ? "Java cannot check a name with an underscore"
                : "Java can check host names and IP addresses only, and \"" + DistinguishedNames.printable(name)
                        + "\" is neither";
    }

    /** Returns the name to send as SNI: none if it is an address, or a name that DNS does not allow. */
    static List<SNIServerName> serverNames(String name) {
        SNIHostName hostName = isAddress(name) ? null : hostName(name);
        return hostName == null ? List.of() : List.of(hostName);
    }

    static boolean isAddress(String name) {
        return name.contains(":") || name.matches("[0-9.]+");
    }

    /** Returns null if DNS and certificates do not allow the name, for example because it has an underscore. */
    private static @Nullable SNIHostName hostName(String name) {
        try {
            return new SNIHostName(name);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
