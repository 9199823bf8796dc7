package io.wwep.examples;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server a program talks to that can also bring up one of its own. */
final class TargetOptions {

    @Option(
            names = "--host",
            paramLabel = "HOST",
            converter = HostName.class,
            description = "The server's name or address. Without it the program brings up a server of its own.")
    private @Nullable String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            converter = PortNumber.class,
            description = "The server's port, 1 to 65535. Default: 27708.")
    private @Nullable Integer port;

    Target open() throws IOException {
        if (host != null) {
            return Target.remote(host, port);
        }
        if (port != null) {
            throw new BadUsageException("--port needs --host: without --host the server is one of the program's own."
                    + " For a server on this machine give --host 127.0.0.1");
        }
        return Target.own();
    }

    boolean isOwn() {
        return host == null;
    }
}
