package io.wwep.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaCommandTest {

    @Test
    void aCrashLeavesItsReportInTheFolderForTemporaryFiles(@TempDir Path current) throws Exception {
        List<String> command = JavaCommand.of(
                "-XX:-CreateCoredumpOnCrash", "-cp", System.getProperty("java.class.path"), Waiting.class.getName());
        try (Program program = Program.start(current, Map.of(), command)) {
            String process = program.nextLine();
            program.signal("SEGV");
            assertThat(program.await().out()).contains("SIGSEGV");

            Path report = Path.of(System.getProperty("java.io.tmpdir"), "wwep-benchmarks-hs_err_" + process + ".log");
            assertThat(Files.deleteIfExists(report)).isTrue();
        }
        assertThat(current).isEmptyDirectory();
    }

    @Test
    void aProgramHasTheSameFolderForTemporaryFiles() {
        assertThat(JavaCommand.of()).contains("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    }

    /** A JVM that is started in another way would leave its report in the current folder. */
    @Test
    void noOtherClassBuildsTheCommandOfAJvm() throws IOException {
        Path sources = Path.of(System.getProperty("wwep.home"), "wwep-benchmarks", "src", "main", "java");
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file).contains("\"bin\"")) {
                    found.add(String.valueOf(file.getFileName()));
                }
            }
        }
        assertThat(found).containsExactly("JavaCommand.java");
    }

    /** Prints its process id, then runs until it is killed. */
    static final class Waiting {

        private Waiting() {}

        public static void main(String[] args) throws InterruptedException {
            System.out.println(ProcessHandle.current().pid());
            Thread.currentThread().join();
        }
    }
}
