package io.wwep.integration.jlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.Required;
import io.wwep.integration.Jars;
import io.wwep.integration.Lab;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small application with the client, in a run-time image of its own: the JDK's modules that it needs, and no others. */
class JlinkIT {

    private static final Path SOURCES = Path.of(System.getProperty("wwep.home", ".."), "wwep-integration/src/it/jlink");
    private static final int MEGABYTE = 1_000_000;

    @TempDir
    static Path folder;

    private static Path image;

    @BeforeAll
    static void buildTheImage() throws IOException {
        String jars = Jars.jar("wwep", "wwep-client") + ":" + Jars.jar("slf4j-2.0", "slf4j-api");
        Path classes = folder.resolve("classes");
        image = folder.resolve("image");
        run(
                "javac",
                "-d",
                classes.toString(),
                "--module-path",
                jars + ":" + Jars.jar("annotations", "jspecify"),
                SOURCES.resolve("module-info.java").toString(),
                SOURCES.resolve("gateway/Gateway.java").toString());
        // JSpecify's annotations are for the compiler alone. On Java 17 elliptic curves, which TLS 1.3 needs, are in a
        // module that nothing requires by name.
        run(
                "jlink",
                "--module-path",
                classes + ":" + jars,
                "--add-modules",
                "gateway,jdk.crypto.ec",
                "--launcher",
                "gateway=gateway/gateway.Gateway",
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                "--output",
                image.toString());
    }

    @Test
    void anExchangeOverPlainTcpRunsInTheImage() throws Exception {
        try (Lab lab = new Lab()) {
            assertThat(gateway("" + lab.port())).isEqualTo("1234\n");
            assertThat(lab.register(0x0FAC, 0x0B)).hasValue(0x1234);
        }
    }

    @Test
    void anExchangeOverTlsRunsInTheImage() throws Exception {
        try (Lab lab = new Lab()) {
            assertThat(gateway("" + lab.tlsPort(), Lab.CA.toString())).isEqualTo("1234\n");
            assertThat(lab.register(0x0FAC, 0x0B)).hasValue(0x1234);
        }
    }

    @Test
    void theImageIsSmallAndHasNoModuleThatItDoesNotNeed() throws Exception {
        assertThat(output(List.of(image.resolve("bin/java").toString(), "--list-modules"))
                        .lines()
                        .map(line -> line.replaceAll("@.*", "")))
                .contains("gateway", "io.wwep.client", "org.slf4j", "java.base", "jdk.crypto.ec")
                .doesNotContain("java.desktop", "java.sql", "org.bouncycastle.provider");
        long size = size(image);
        System.out.println("a jlink image with wwep-client on Java "
                + Runtime.version().feature() + ": " + size / MEGABYTE + " MB");
        assertThat(size).isLessThan(120L * MEGABYTE);
    }

    private static void run(String tool, String... arguments) {
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said);
        ToolProvider provider = ToolProvider.findFirst(tool).orElse(null);
        Required.that(provider != null, "this JDK has no " + tool);
        int status = provider == null ? 1 : provider.run(writer, writer, arguments);
        assertThat(status).as("%s said: %s", tool, said).isZero();
    }

    private static String gateway(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(image.resolve("bin/gateway").toString()));
        command.addAll(List.of(arguments));
        return output(command);
    }

    private static String output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s said: %s", command, output).isZero();
        return output.lines()
                .filter(line -> !line.startsWith("SLF4J"))
                .map(line -> line + "\n")
                .reduce("", String::concat);
    }

    private static long size(Path folder) throws IOException {
        long size = 0;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                size += Files.size(file);
            }
        }
        return size;
    }
}
