package io.wwep.examples;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts a TCP port to connect to. */
final class PortNumber implements ITypeConverter<Integer> {

    private static final int MAX = 65_535;

    @Override
    public Integer convert(String text) {
        return parse(text, 1);
    }

    /** Rejects the same port for plain WWEP and TLS; 0 is a different port each time. */
    static void refuseTheSame(@Nullable Integer plain, @Nullable Integer tls) {
        if (plain != null && plain != 0 && plain.equals(tls)) {
            throw new BadUsageException("--port and --tls-port are both " + plain + "; they must differ");
        }
    }

    private static int parse(String text, int min) {
        if (text.matches("\\d{1,5}")) {
            int port = Integer.parseInt(text);
            if (port >= min && port <= MAX) {
                return port;
            }
        }
        throw new TypeConversionException("'" + text + "' is not a port: it must be " + min + " to " + MAX);
    }

    /** Converts a TCP port to listen on; 0 picks a free one. */
    static final class ToListenOn implements ITypeConverter<Integer> {

        @Override
        public Integer convert(String text) {
            return parse(text, 0);
        }
    }
}
