package io.wwep.client.internal;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketOption;
import java.time.Duration;
import java.util.Set;

/**
 * The timings of TCP keep-alive: how long a connection is idle before it is probed, how far apart the probes are, and
 * how many may go unanswered.
 */
public record KeepAlive(Duration idle, Duration interval, int probes) {

    void applyTo(Socket socket) throws IOException {
        socket.setKeepAlive(true);
        Set<SocketOption<?>> supported = socket.supportedOptions();
        for (SocketOption<?> option : supported) {
            // By name, since the constants are in a module that a small run-time image may leave out.
            switch (option.name()) {
                case "TCP_KEEPIDLE" -> set(socket, option, (int) idle.toSeconds());
                case "TCP_KEEPINTERVAL" -> set(socket, option, (int) interval.toSeconds());
                case "TCP_KEEPCOUNT" -> set(socket, option, probes);
                default -> {}
            }
        }
    }

    @SuppressWarnings("unchecked") // these options are numbers wherever they are supported
    private static void set(Socket socket, SocketOption<?> option, int value) throws IOException {
        socket.setOption((SocketOption<Integer>) option, value);
    }
}
