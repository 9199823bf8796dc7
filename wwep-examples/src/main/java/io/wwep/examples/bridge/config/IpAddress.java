package io.wwep.examples.bridge.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses IP addresses. It never looks a name up, which could take long, and another answer each time. */
final class IpAddress {

    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f.]*:[0-9A-Fa-f:.]+(%\\w+)?");
    private static final Pattern WITH_PORT =
            Pattern.compile("(?:\\[(?<ipv6>[^\\[\\]]+)]|(?<host>[^\\[\\]:]+)):(?<port>\\d{1,5})");
    private static final String LOCALHOST = "localhost";
    private static final String EXAMPLE = "127.0.0.1:9108";

    private IpAddress() {}

    static boolean isLoopback(String host) {
        InetAddress address = parse(host);
        return address != null && address.isLoopbackAddress();
    }

    /** Parses an address to listen on, such as {@code 127.0.0.1:9108} or {@code [::1]:9108}. */
    static InetSocketAddress withPort(String text) {
        Matcher form = WITH_PORT.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not an address to listen on; write ADDRESS:PORT, as in " + EXAMPLE);
        }
        String host = form.group("ipv6") == null ? form.group("host") : form.group("ipv6");
        InetAddress address = parse(host);
        if (address == null) {
            throw new IllegalArgumentException("'" + host
                    + "' is not an address of this machine; write an IP address, as in " + EXAMPLE
                    + ", or 0.0.0.0 for all");
        }
        return new InetSocketAddress(address, Ports.parseToListenOn(form.group("port")));
    }

    private static @Nullable InetAddress parse(String host) {
        if (host.equalsIgnoreCase(LOCALHOST)) {
            return InetAddress.getLoopbackAddress();
        }
        if (!IPV4.matcher(host).matches() && !IPV6.matcher(host).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
