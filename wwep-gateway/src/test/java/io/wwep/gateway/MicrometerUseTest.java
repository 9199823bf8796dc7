package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Micrometer is optional. */
class MicrometerUseTest {

    /** The annotations are for the compiler only, and users do not get them. */
    private static final String ABSENT = ".*[/\\\\](micrometer-|error_prone_annotations-)[^/\\\\]*\\.jar";

    @Test
    void withoutItEverythingButTheMetricsWorks() throws Exception {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.matches(ABSENT))
                .collect(Collectors.joining(File.pathSeparator));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        WithoutMicrometer.class.getName())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.lines())
                .contains("read 5, UP", "no metrics without io/micrometer/core/instrument/binder/MeterBinder");
    }
}
