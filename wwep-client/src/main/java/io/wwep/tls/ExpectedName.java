package io.wwep.tls;

import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import org.jspecify.annotations.Nullable;

/** The name that a server's certificate must have: a host name or an IP address. */
final class ExpectedName {

    private ExpectedName() {}

    /** As a certificate has it: the dot that ends a full name is in none. */
    static String of(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    /** Whether the JDK can check a certificate for this name. */
    static boolean canBeChecked(String name) {
        return isAddress(name) || hostName(of(name)) != null;
    }

    /** Why the JDK cannot check a certificate for a name for which {@link #canBeChecked} is false. */
    static String whyNot(String name) {
        return name.contains("_")
                ? "Java cannot check a name with an underscore"
                : "Java can check host names and IP addresses only, and \"" + DistinguishedNames.printable(name)
                        + "\" is neither";
    }

    /** What to send as the name that is asked for (SNI): nothing if it is an address, or not a name that DNS allows. */
    static List<SNIServerName> serverNames(String name) {
        SNIHostName hostName = isAddress(name) ? null : hostName(name);
        return hostName == null ? List.of() : List.of(hostName);
    }

    static boolean isAddress(String name) {
        return name.contains(":") || name.matches("[0-9.]+");
    }

    /** Null if it is not a name that DNS and certificates allow, such as one with an underscore. */
    private static @Nullable SNIHostName hostName(String name) {
        try {
            return new SNIHostName(name);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
