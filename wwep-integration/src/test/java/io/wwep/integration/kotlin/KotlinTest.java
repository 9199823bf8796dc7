package io.wwep.integration.kotlin;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.integration.Lab;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kotlin sees from JSpecify's annotations what may be null, and what may not. */
class KotlinTest {

    private static final Path SOURCES =
            Path.of(System.getProperty("wwep.home", ".."), "wwep-integration/src/test/kotlin");
    private static final String CLASS_PATH =
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

    @TempDir
    Path folder;

    @Test
    void aKotlinProgramCompilesAndRuns() throws Exception {
        assertThat(compile("Lamp.kt")).doesNotContain("error:");
        try (Lab lab = new Lab()) {
            assertThat(java("-cp", folder + ":" + CLASS_PATH, "LampKt", "" + lab.port()))
                    .contains("lamp 1, refused without a reason");
        }
    }

    @Test
    void aNullWhereThereMayBeNoneAndAnUncheckedValueThatMayBeNullDoNotCompile() throws Exception {
        assertThat(compile("Careless.kt"))
                .contains("Careless.kt:5:23: error: null cannot be a value of a non-null type 'String'")
                .contains("Careless.kt:6:26: error: only safe (?.) or non-null asserted (!!.) calls are allowed");
    }

    private String compile(String source) throws IOException, InterruptedException {
        return java(
                "-XX:TieredStopAtLevel=1",
                "-cp",
                CLASS_PATH,
                "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler",
                "-nowarn",
                "-no-stdlib",
                "-no-reflect",
                "-jvm-target",
                "17",
                "-cp",
                CLASS_PATH,
                "-d",
                folder.toString(),
                SOURCES.resolve(source).toString());
    }

    /** Both compiler and program are processes of their own: what they leave behind ends with them. */
    private static String java(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
