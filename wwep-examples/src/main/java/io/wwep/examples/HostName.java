package io.wwep.examples;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts a host name and rejects one that is followed by a port. */
final class HostName implements ITypeConverter<String> {

    @Override
    public String convert(String text) {
        if (text.matches("[^:]+:\\d+")) {
            int colon = text.indexOf(':');
            throw new TypeConversionException("'" + text + "' includes a port: write --host " + text.substring(0, colon)
                    + " --port " + text.substring(colon + 1));
        }
        return text;
    }
}
