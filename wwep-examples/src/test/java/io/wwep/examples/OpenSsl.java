package io.wwep.examples;

import io.wwep.check.ForeignTool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The openssl program, as another maker's view of certificates. */
final class OpenSsl {

    private OpenSsl() {}

    /** Runs openssl to its end; paths are relative to the folder. */
    static Program.Ended run(Path folder, Object... arguments) throws IOException, InterruptedException {
        try (Program openssl = start(folder, arguments)) {
            return openssl.await();
        }
    }

    /** Starts {@code openssl s_server} on a free port of this machine. */
    static Program server(Path folder, Object... arguments) throws IOException {
        List<Object> all = new ArrayList<>(List.of("s_server", "-accept", "127.0.0.1:0", "-www"));
        all.addAll(List.of(arguments));
        return start(folder, all.toArray());
    }

    /** The port that a server says it listens on. */
    static int port(Program server) throws InterruptedException {
        String line = server.nextLine();
        while (!line.startsWith("ACCEPT ")) {
            line = server.nextLine();
        }
        return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
    }

    private static Program start(Path folder, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(ForeignTool.require("openssl", "openssl")));
        List.of(arguments).forEach(argument -> command.add(argument.toString()));
        return Program.start(folder, Map.of(), command);
    }
}
