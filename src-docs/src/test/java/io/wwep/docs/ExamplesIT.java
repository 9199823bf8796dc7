package io.wwep.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.ForeignTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of {@code io.wwep.docs.example} run, with the names, addresses, ports and files that they show. */
class ExamplesIT {

    /** Files by the names that examples give them. */
    private static final Map<String, String> FILES = Map.of(
            "root.pem", "wwep-demo-root-ca.pem",
            "client-ca.pem", "wwep-demo-root-ca.pem",
            "server.pem", "wwep-demo-server.pem",
            "server-key.pem", "wwep-demo-server-key.pem",
            "client.pem", "wwep-demo-client.pem",
            "client-key.pem", "wwep-demo-client-key.pem");

    @TempDir
    Path folder;

    @Test
    void allExamplesRunAsTheyAreShown() throws IOException {
        ForeignTool.require("redis-server", "redis-server");
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            Files.copy(Checkout.ROOT.resolve("certs").resolve(file.getValue()), folder.resolve(file.getKey()));
        }
        try (Terminal terminal = new Terminal(folder)) {
            String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
            terminal.runOn("redis", "redis-server --port 6379 --save '' --bind 10.0.0.7 --protected-mode no");
            terminal.in("redis").await(0, "Ready to accept connections");
            String printed = terminal.run(
                    "\"$JAVA_HOME\"/bin/java -cp '" + classPath + "' io.wwep.docs.RunExamples && echo all well");
            assertThat(printed).matches("(?s)(.*\n)?([1-9]\\d*) of \\2 examples ran\nall well");
        }
    }
}
