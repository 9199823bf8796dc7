package io.wwep.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.ForeignTool;
import io.wwep.check.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher with the real Java. */
class LauncherIT {

    @TempDir
    private Path folder;

    /** In the C locale, plain Java cannot even open a jar in such a folder. */
    @Test
    void aCheckoutMayBeInAFolderWithNonAsciiLetters() throws Exception {
        ForeignTool.require("sh", "dash");
        Path checkout = folder.resolve("Übung ж");
        Files.createDirectories(checkout.resolve("wwep-examples/target"));
        Files.createDirectory(checkout.resolve("certs"));
        Files.createDirectories(checkout.resolve(Checkout.SHARED_WITH_LAUNCHER).getParent());
        for (String file : List.of(
                "wwep",
                Checkout.SHARED_WITH_LAUNCHER,
                "wwep-examples/target/wwep-examples.jar",
                "certs/wwep-demo-root-ca.pem",
                "certs/wwep-demo-server.pem",
                "certs/wwep-demo-server-key.pem")) {
            Files.copy(Checkout.ROOT.resolve(file), checkout.resolve(file));
        }
        Map<String, String> environment = new HashMap<>(Checkout.ENVIRONMENT);
        environment.put("LC_ALL", "C");

        List<String> command = List.of(checkout.resolve("wwep").toString(), "led", "--tls", "--press", "1");
        try (Program run = Program.start(folder, environment, command)) {
            assertThat(run.await().out()).contains("1 press, 1 correct reply");
        }
    }
}
