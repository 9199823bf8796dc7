package io.wwep.examples;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A server and a gateway in one process, until a signal ends it: {@code STORE CONFIGURATION}. In the configuration, {@code
 * PORT} is replaced by the server's port. Prints what both say first.
 */
final class ServerAndGateway {

    private ServerAndGateway() {}

    public static void main(String[] args) throws Exception {
        String listening = new RunningCommand("server", "--port", "0", "--store", args[0]).next();
        System.out.println(listening);
        Path configuration = Path.of(args[1]);
        Files.writeString(
                configuration,
                Files.readString(configuration).replace("PORT", listening.replaceFirst(".*:(\\d+)$", "$1")));
        System.out.println(new RunningCommand("gateway", "--config", args[1]).next());
    }
}
