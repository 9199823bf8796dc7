package io.wwep.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.JavaProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Tests that no temporary copy of the native library is left. */
class NativeLibraryTest {

    /** Opens the file given as argument, prints its path, and waits to be killed. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) throws IOException {
            try (SqliteFile file = LockProgram.open(Path.of(arguments[0]))) {
                System.out.println(file.path());
                System.in.read();
            }
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aKilledProgramLeavesNoLibrary(@TempDir Path folder) throws Exception {
        String file = folder.resolve("numbers").toString();
        Process process = new ProcessBuilder(JavaProgram.command(folder, List.of(), Program.class, file))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(process.inputReader().readLine()).endsWith("numbers");
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(folder.resolve("temp")).isEmptyDirectory();
    }
}
