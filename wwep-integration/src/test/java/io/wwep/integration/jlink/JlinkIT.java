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

/** Small applications with the client or the gateway toolkit in run-time images with only the JDK modules they need. */
class JlinkIT {

    private static final Path SOURCES = Path.of(System.getProperty("wwep.home", ".."), "wwep-integration/src/it");
    private static final Path PAGE = Path.of(System.getProperty("wwep.home", ".."), "src-docs/site/howto-jlink.adoc");
    private static final int MEGABYTE = 1_000_000;

    @TempDir
    static Path folder;

    private static Path image;

    @BeforeAll
    static void buildTheImage() throws IOException, InterruptedException {
        image = imageOf("jlink", Jars.jar("wwep", "wwep-client"));
    }

    private static Path imageOf(String sources, Path... ours) throws IOException, InterruptedException {
        Path jdk = Path.of(System.getProperty("java.home"), "bin");
        Required.that(Files.isExecutable(jdk.resolve("jlink")), "this JDK has no jlink");
        Path application = Files.createDirectory(folder.resolve(sources));
        Files.createDirectories(application.resolve("gateway"));
        Files.createDirectories(application.resolve("lib"));
        for (String source : List.of("module-info.java", "gateway/Gateway.java")) {
            Files.copy(SOURCES.resolve(sources).resolve(source), application.resolve(source));
        }
        List<Path> jars = new ArrayList<>(List.of(ours));
        jars.add(Jars.jar("slf4j-2.0", "slf4j-api"));
        jars.add(Jars.jar("annotations", "jspecify"));
        for (Path jar : jars) {
            Files.copy(jar, application.resolve("lib").resolve(jar.getFileName()));
        }
        Path script = SOURCES.resolve("jlink/build.sh").toAbsolutePath();
        ProcessBuilder build = new ProcessBuilder("sh", "-e", script.toString());
        build.environment().merge("PATH", jdk.toString(), (path, mine) -> mine + ":" + path);
        output(build.directory(application.toFile()));
        return application.resolve("image");
    }

    @Test
    void anExchangeOverPlainTcpRunsInTheImage() throws Exception {
        try (Lab lab = new Lab()) {
            assertThat(gateway(image, "" + lab.port())).isEqualTo("1234");
            assertThat(lab.register(0x0FAC, 0x0B)).hasValue(0x1234);
        }
    }

    @Test
    void anExchangeOverTlsRunsInTheImage() throws Exception {
        try (Lab lab = new Lab()) {
            assertThat(gateway(image, "" + lab.tlsPort(), Lab.CA.toString())).isEqualTo("1234");
            assertThat(lab.register(0x0FAC, 0x0B)).hasValue(0x1234);
        }
    }

    @Test
    void theImageIsSmallAndHasOnlyTheModulesItNeeds() throws Exception {
        assertThat(modules(image))
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

    @Test
    void aWatchReportsInAnImageWithoutMicrometer() throws Exception {
        Path watching = imageOf("jlink-watch", Jars.jar("wwep", "wwep-client"), Jars.jar("wwep", "wwep-gateway"));

        assertThat(modules(watching))
                .contains("io.wwep.gateway")
                .noneMatch(name -> name.startsWith("micrometer") || name.startsWith("com.google"));
        try (Lab lab = new Lab()) {
            assertThat(gateway(watching, "" + lab.port())).isEqualTo("1234");
        }
    }

    private static List<String> modules(Path image) throws IOException, InterruptedException {
        return output(new ProcessBuilder(image.resolve("bin/java").toString(), "--list-modules"))
                .lines()
                .map(line -> line.replaceAll("@.*", ""))
                .toList();
    }

    private static String gateway(Path image, String... arguments) throws IOException, InterruptedException {
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
