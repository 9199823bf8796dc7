package io.wwep.examples.bridge.config;

/** Parses TCP ports. */
final class Ports {

    private static final int MAX = 65_535;

    private Ports() {}

    /** Parses a port to connect to. */
    static int parse(String text) {
        return parse(text, 1);
    }

    /** Parses a port to listen on; 0 picks a free one. */
    static int parseToListenOn(String text) {
        return parse(text, 0);
    }

    private static int parse(String text, int min) {
        int port = text.matches("\\d{1,5}") ? Integer.parseInt(text) : -1;
        if (port < min || port > MAX) {
            throw new IllegalArgumentException("'" + text + "' is not a port; write " + min + " to " + MAX);
        }
        return port;
    }
}
