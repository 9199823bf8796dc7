package io.wwep.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.ForeignTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the archives. */
class ArchivesIT {

    private static final String ROOT = "wwep-" + System.getProperty("wwep.version") + "/";

    @TempDir
    private Path folder;

    @Test
    void theyHaveProgramsCertificatesManualCompletionsAndLicenses() throws Exception {
        assertThat(tarFiles())
                .contains("bin/wwep", "bin/wwep.bat", "lib/wwep.jar", "lib/launcher.sh")
                .contains("README.txt", "LICENSE", "NOTICE", "CHANGELOG.md", "licenses/THIRD-PARTY.txt")
                .contains("man/man1/wwep.1", "man/man1/wwep-write.1", "man/man1/wwep-certs-create.1")
                .contains("completions/wwep.bash", "completions/wwep.fish", "completions/_wwep")
                .contains(
                        "examples/gateway.yaml",
                        "examples/gateway.schema.json",
                        "examples/wwep.lua",
                        "systemd/wwep-gateway.service")
                .allMatch(file ->
                        file.matches("(bin|lib|certs|examples|systemd|man/man1|completions|licenses)/.*|[^/]*"));
        assertThat(tarFiles().filter(file -> file.startsWith("certs/")))
                .containsExactlyInAnyOrder(
                        "certs/README.txt",
                        "certs/wwep-demo-root-ca.pem",
                        "certs/wwep-demo-server.pem",
                        "certs/wwep-demo-server-key.pem",
                        "certs/wwep-demo-client.pem",
                        "certs/wwep-demo-client-key.pem",
                        "certs/course-like.pem",
                        "certs/course-like-key.pem");
    }

    @Test
    void zipAndTarHaveTheSameFiles() throws Exception {
        try (FileSystem zip = zip()) {
            assertThat(files(zip.getPath(ROOT)))
                    .containsExactlyInAnyOrderElementsOf(tarFiles().toList());
        }
    }

    @Test
    void theZipKeepsTheLauncherExecutable() throws Exception {
        try (FileSystem zip = zip()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(zip.getPath(ROOT + "bin/wwep"))))
                    .isEqualTo("rwxr-xr-x");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(zip.getPath(ROOT + "lib/wwep.jar"))))
                    .isEqualTo("rw-r--r--");
        }
    }

    /** By its name, and by what is in it. */
    @Test
    void theKeyOfTheDemoAuthorityIsNowhere() throws Exception {
        String key = Files.readString(Path.of("../certs/wwep-demo-root-ca-key.pem"));
        String middle = key.lines().skip(10).findFirst().orElseThrow();
        Distribution distribution = Distribution.unpackedIn(folder, "here");

        assertThat(files(distribution.home()))
                .allSatisfy(file -> assertThat(content(distribution.home().resolve(file)))
                        .as(file)
                        .doesNotContain(middle));
        try (JarFile jar =
                new JarFile(distribution.home().resolve("lib/wwep.jar").toFile())) {
            assertThat(jar.stream().map(Object::toString).filter(name -> name.endsWith(".pem")))
                    .containsExactlyInAnyOrder(
                            "io/wwep/examples/demo/wwep-demo-root-ca.pem",
                            "io/wwep/examples/demo/wwep-demo-server.pem",
                            "io/wwep/examples/demo/wwep-demo-server-key.pem");
        }
    }

    @Test
    void theLicensesOfAllLibrariesAreListed() throws Exception {
        Distribution distribution = Distribution.unpackedIn(folder, "here");
        String list = Files.readString(distribution.home().resolve("licenses/THIRD-PARTY.txt"));

        assertThat(list).contains("info.picocli:picocli", "org.slf4j:slf4j-api").doesNotContain("io.wwep:", "Unknown");
        // Their licenses ask for the text to go along.
        for (String line : list.lines()
                .filter(each -> each.matches(".*\\((MIT|The BSD License).*"))
                .toList()) {
            String library = line.replaceFirst(".*\\(([\\w.-]+):([\\w.-]+):([\\w.-]+) - .*", "$2-$3");
            assertThat(distribution.home().resolve("licenses").resolve(library))
                    .as("put it into src/main/licenses")
                    .isNotEmptyDirectory();
        }
    }

    /** cmd.exe finds no label in a file with the line ends of Unix, and other things that are as odd. */
    @Test
    void theLauncherForWindowsHasItsLineEnds() throws Exception {
        String text =
                Files.readString(Distribution.unpackedIn(folder, "here").home().resolve("bin/wwep.bat"));

        assertThat(text.lines().count()).isEqualTo(text.split("\r\n").length);
        assertThat(text).contains("%~dp0", "lib\\wwep.jar");
    }

    private static String content(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Stream<String> tarFiles() throws Exception {
        return Distribution.run(folder, ForeignTool.require("tar", "tar"), "tzf", Distribution.file("tar.gz"))
                .lines()
                .filter(line -> !line.endsWith("/"))
                .map(line -> line.substring(ROOT.length()));
    }

    private static FileSystem zip() throws IOException {
        return FileSystems.newFileSystem(Distribution.file("zip"), Map.of("enablePosixFileAttributes", true));
    }

    private static List<String> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .toList();
        }
    }
}
