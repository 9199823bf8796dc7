package io.wwep.examples;

import io.wwep.protocol.WwepPorts;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts the address of a TLS server, such as wwep.local, wwep.local:40508, 192.0.2.7:443, [::1]:40508 or ::1. */
class HostPortConverter implements ITypeConverter<HostPort> {

    private static final Pattern IPV6 = Pattern.compile("[^\\[\\]:]*:[^\\[\\]:]*:[^\\[\\]]*");
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?:\\[(?<ipv6>[^\\[\\]]+)]|(?<host>[^\\[\\]:/\\s]+))" + "(?::(?<port>[^:/]*))?");

    private final int defaultPort;

    HostPortConverter() {
        this(WwepPorts.TLS);
    }

    private HostPortConverter(int defaultPort) {
        this.defaultPort = defaultPort;
    }

    @Override
    public HostPort convert(String text) {
        if (IPV6.matcher(text).matches()) {
            return new HostPort(text, defaultPort);
        }
        Matcher form = HOST_AND_PORT.matcher(text);
        if (!form.matches()) {
            throw new TypeConversionException("'" + text + "' is not a server: give HOST:PORT, such as wwep.local:"
                    + example() + " or [::1]:" + example());
        }
        String host = form.group("ipv6") == null ? form.group("host") : form.group("ipv6");
        String port = form.group("port");
        return new HostPort(host, port == null ? defaultPort : new PortNumber().convert(port));
    }

    private int example() {
        return defaultPort == 0 ? WwepPorts.PLAIN : defaultPort;
    }

    /** Converts the address of a server whose default port depends on other options; the port is 0 if it is not given. */
    static final class PortLater extends HostPortConverter {

        PortLater() {
            super(0);
        }
    }
}
