package io.wwep.examples;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A host without its port, which people like to write behind it. */
final class HostName implements ITypeConverter<String> {

    @Override
    public String convert(String text) {
        if (text.matches("[^:]+:\\d+")) {
            int colon = text.indexOf(':');
            throw new TypeConversionException("'" + text + "' has a port behind it: write --host "
                    + text.substring(0, colon) + " --port " + text.substring(colon + 1));
        }
        return text;
    }
}
