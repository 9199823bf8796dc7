package io.wwep.examples;

import io.wwep.check.ForeignTool;
import io.wwep.check.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The openssl program, as an independent view of certificates. */
final class OpenSsl {

    private OpenSsl() {}

    /** Runs openssl and waits for its end; paths are relative to the folder. */
    static Program.Ended run(Path folder, Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(ForeignTool.require("openssl", "openssl")));
        List.of(arguments).forEach(argument -> command.add(argument.toString()));
        try (Program openssl = Program.start(folder, Map.of(), command)) {
            return openssl.await();
        }
    }
}
