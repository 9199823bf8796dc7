package io.wwep.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks in separate JVMs that only the commands that create certificates load BouncyCastle, which is slow to load. */
class BouncyCastleUseTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"certs --help", "certs show certs/wwep-demo-server.pem", "packets --pause 1ms"})
    void otherProgramsLoadNoneOfItsClasses(String command) throws Exception {
        assertThat(classesLoadedBy(command))
                .contains("io.wwep.examples.WwepCommand")
                .doesNotContain("bouncycastle");
    }

    @Test
    void creatingCertificatesLoadsIt() throws Exception {
        assertThat(classesLoadedBy("certs create --key ec:p256 --out " + folder.resolve("made")))
                .contains("org.bouncycastle.cert")
                .as("the provider, which is not needed")
                .doesNotContain("BouncyCastleProvider");
    }

    private String classesLoadedBy(String command) throws Exception {
        Path log = folder.resolve("classes.log");
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + log,
                "-cp",
                System.getProperty("java.class.path"),
                WwepCommand.class.getName()));
        words.addAll(List.of(command.split(" ", -1)));
        try (Program program = Program.start(Checkout.ROOT, Map.of(), words)) {
            Program.Ended ended = program.await();
            assertThat(ended.exitCode()).as(ended.err()).isZero();
        }
        return Files.readString(log);
    }
}
