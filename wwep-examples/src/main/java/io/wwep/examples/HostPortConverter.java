package io.wwep.examples;

import io.wwep.protocol.WwepPorts;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts the address of a TLS server, such as wwep.local, wwep.local:40508, 192.0.2.7:443, [::1]:40508 or ::1. */
final class HostPortConverter implements ITypeConverter<HostPort> {

    private static final Pattern IPV6 = Pattern.compile("[^\\[\\]:]*:[^\\[\\]:]*:[^\\[\\]]*");
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?:\\[(?<ipv6>[^\\[\\]]+)]|(?<host>[^\\[\\]:/\\s]+))" + "(?::(?<port>[^:/]*))?");

    @Override
    public HostPort convert(String text) {
        if (IPV6.matcher(text).matches()) {
            return new HostPort(text, WwepPorts.TLS);
        }
        Matcher form = HOST_AND_PORT.matcher(text);
        if (!form.matches()) {
            throw new TypeConversionException(
                    "'" + text + "' is not a server: give HOST:PORT, such as wwep.local:40508 or [::1]:40508");
        }
        String host = form.group("ipv6") == null ? form.group("host") : form.group("ipv6");
        String port = form.group("port");
        return new HostPort(host, port == null ? WwepPorts.TLS : new PortNumber().convert(port));
    }
}
