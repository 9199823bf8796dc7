package io.wwep.integration.jlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wwep.check.Required;
import io.wwep.integration.Jars;
import io.wwep.integration.Lab;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small application with the client in a run-time image with only the JDK modules it needs. */
class JlinkIT {

    private static final Path SOURCES = Path.of(System.getProperty("wwep.home", ".."), "wwep-integration/src/it/jlink");
    private static final Path PAGE = Path.of(System.getProperty("wwep.home", ".."), "src-docs/site/howto-jlink.adoc");
    private static final int MEGABYTE = 1_000_000;

    @TempDir
    static Path folder;

    private static Path image;

    @BeforeAll
    static void buildTheImage() throws IOException, InterruptedException {
        Path jdk = Path.of(System.getProperty("java.home"), "bin");
        Required.that(Files.isExecutable(jdk.resolve("jlink")), "this JDK has no jlink");
        Files.createDirectories(folder.resolve("gateway"));
        Files.createDirectories(folder.resolve("lib"));
        for (String source : List.of("module-info.java", "gateway/Gateway.java")) {
            Files.copy(SOURCES.resolve(source), folder.resolve(source));
        }
        for (Path jar : List.of(
                Jars.jar("wwep", "wwep-client"),
                Jars.jar("slf4j-2.0", "slf4j-api"),
                Jars.jar("annotations", "jspecify"))) {
            Files.copy(jar, folder.resolve("lib").resolve(jar.getFileName()));
        }
        ProcessBuilder build = new ProcessBuilder(
                "sh", "-e", SOURCES.resolve("build.sh").toAbsolutePath().toString());
        build.environment().merge("PATH", jdk.toString(), (path, mine) -> mine + ":" + path);
        output(build.directory(folder.toFile()));
        image = folder.resolve("image");
    }

    @Test
    void anExchangeOverPlainTcpRunsInTheImage() throws Exception {
        try (Lab lab = new Lab()) {
            assertThat(gateway("" + lab.port())).isEqualTo("1234");
            assertThat(lab.register(0x0FAC, 0x0B)).hasValue(0x1234);
        }
    }

    @Test
    void anExchangeOverTlsRunsInTheImage() throws Exception {
        try (Lab lab = new Lab()) {
            assertThat(gateway("" + lab.tlsPort(), Lab.CA.toString())).isEqualTo("1234");
            assertThat(lab.register(0x0FAC, 0x0B)).hasValue(0x1234);
        }
    }

    @Test
    void theImageIsSmallAndHasOnlyTheModulesItNeeds() throws Exception {
        assertThat(output(new ProcessBuilder(image.resolve("bin/java").toString(), "--list-modules"))
                        .lines()
                        .map(line -> line.replaceAll("@.*", "")))
                .contains("gateway", "io.wwep.client", "org.slf4j", "java.base", "jdk.crypto.ec")
                .doesNotContain("java.desktop", "java.sql", "jdk.jfr", "org.bouncycastle.provider");
        long size = size(image);
        System.out.println("a jlink image with wwep-client on Java "
                + Runtime.version().feature() + ": " + size / MEGABYTE + " MB");
        assertThat(size).isLessThan(120L * MEGABYTE);
        Matcher stated = Pattern.compile(
                        "(\\d+) MB on Java " + Runtime.version().feature() + "\\b")
                .matcher(Files.readString(PAGE));
        if (System.getenv("CI") != null && stated.find()) { // other vendors' JDKs have other sizes
            assertThat(size)
                    .as("as stated in %s", PAGE)
                    .isCloseTo(Long.parseLong(stated.group(1)) * MEGABYTE, within(3L * MEGABYTE));
        }
    }

    private static String gateway(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(image.resolve("bin/gateway").toString()));
        command.addAll(List.of(arguments));
        return output(new ProcessBuilder(command))
                .lines()
                .filter(line -> !line.startsWith("SLF4J"))
                .collect(Collectors.joining());
    }

    private static String output(ProcessBuilder command) throws IOException, InterruptedException {
        Process process = command.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as("%s printed: %s", command.command(), output)
                .isZero();
        return output;
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
