package io.wwep.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs in a folder with a space and an umlaut in its name, with nothing on PATH but some tools of the system. */
class UnpackedProgramsIT {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Distribution distribution;

    @BeforeAll
    static void unpack() throws Exception {
        distribution = Distribution.unpackedIn(folder, "Öffentliche Programme");
        assertThat(distribution.tools()).isDirectoryNotContaining("glob:**mvn");
    }

    @Test
    void helpCallsTheProgramsAsTheyAreTyped() throws Exception {
        Program.Ended help = distribution.wwep("--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("Usage: wwep", "  wwep demo").doesNotContain("./wwep", "WWEP_BUILD");
        assertThat(help.err()).isEmpty();
        assertThat(distribution.wwep("--version").out())
                .startsWith("wwep " + System.getProperty("wwep.version") + ", on Java");
    }

    @Test
    void theDemoRuns() throws Exception {
        Program.Ended demo = distribution.wwep("demo");

        assertThat(demo.out()).contains("W00F6050001", "A00F6050001", "wwep-demo-root-ca.pem");
        assertThat(demo.err()).isEmpty();
        assertThat(demo.exitCode()).isZero();
    }

    @Test
    void whatIsWrittenOverTlsWithTheDemoCertificatesIsReadPlain() throws Exception {
        try (Program server =
                distribution.start(distribution.launcher(), Map.of(), "server", "--port", 0, "--tls-port", 0)) {
            String listening = server.nextLine();
            String plain = listening.replaceFirst(".*?:(\\d+) .*", "$1");
            String secure = listening.replaceFirst(".*:(\\d+) with TLS", "$1");
            assertThat(server.nextLine()).contains("wwep-demo-server.pem");
            assertThat(server.nextLine()).startsWith("to read from it: wwep read --tls --ca ");

            Path authority = distribution.home().resolve("certs/wwep-demo-root-ca.pem");
            assertThat(distribution.wwep("write", "--ca", authority, "--port", secure, "0FAC", "0B", "1234"))
                    .isEqualTo(new Program.Ended(0, "A0FAC0B1234\n", ""));
            assertThat(distribution.wwep("read", "--port", plain, "0FAC", "0B"))
                    .isEqualTo(new Program.Ended(0, "A0FAC0B1234\n", ""));
            server.terminate();
            assertThat(server.await().err()).isEmpty();
        }
    }

    @Test
    void certsShowsTheDemoCertificate() throws Exception {
        Program.Ended shown =
                distribution.wwep("certs", "show", distribution.home().resolve("certs/wwep-demo-server.pem"));

        assertThat(shown.exitCode()).isZero();
        assertThat(shown.out()).contains("WWEP DEMO server", "wwep.local");
    }

    @Test
    void linksToTheLauncherRunTheProgramsAlsoInTheLocaleC() throws Exception {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path link = Files.createSymbolicLink(bin.resolve("wwep"), bin.relativize(distribution.launcher()));
        Path linkToLink = Files.createSymbolicLink(folder.resolve("w"), link);

        try (Program program = distribution.start(linkToLink, Map.of("LC_ALL", "C"), "led", "--tls", "--press", "1")) {
            Program.Ended ended = program.await();
            assertThat(ended.err()).isEmpty();
            assertThat(ended.out()).contains("1 press, 1 correct reply");
        }
    }

    @Test
    void withoutJavaHomeTheJavaOnThePathIsUsed() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path javaOnPath = distribution.addTool("java", java.toString());

        try (Program program = distribution.start(distribution.launcher(), Map.of("JAVA_HOME", ""), "--version")) {
            assertThat(program.await().out()).contains("on Java " + Runtime.version());
        } finally {
            Files.delete(javaOnPath);
        }
    }

    @Test
    void aMissingJavaIsNamedWithHowToGetIt() throws Exception {
        assertThat(withoutProgram(Map.of("JAVA_HOME", "", "PATH", noJava())))
                .contains("no java on PATH", "Install a JRE 17 or later", "default-jre-headless");
        assertThat(withoutProgram(Map.of("JAVA_HOME", folder.resolve("gone").toString())))
                .contains("JAVA_HOME is " + folder.resolve("gone"), "Set JAVA_HOME to a JRE 17 or later");
    }

    @Test
    void aJavaThatIsTooOldIsNamed() throws Exception {
        Path old = folder.resolve("old");
        Path java = Files.createDirectories(old.resolve("bin")).resolve("java");
        Distribution.script(java, "echo 'openjdk version \"11.0.24\"' >&2");

        assertThat(withoutProgram(Map.of("JAVA_HOME", old.toString())))
                .contains(java + " is Java 11.0.24", "needs Java 17 or later");
    }

    @Test
    void theJarAloneHasTheDemoCertificatesToo() throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                distribution.home().resolve("lib/wwep.jar").toString(),
                "led",
                "--tls",
                "--press",
                "1");
        try (Program program = Program.start(folder, Map.of(), command)) {
            Program.Ended ended = program.await();
            assertThat(ended.err()).isEmpty();
            assertThat(ended.out()).contains("1 press, 1 correct reply");
        }
    }

    /** A PATH of the tools alone: another test may just have put a Java among them. */
    private static String noJava() throws IOException {
        Path tools = Files.createDirectories(folder.resolve("no-java"));
        for (String tool : List.of("dirname", "readlink", "sed")) {
            Files.copy(distribution.tools().resolve(tool), tools.resolve(tool), StandardCopyOption.COPY_ATTRIBUTES);
        }
        return tools.toString();
    }

    private static String withoutProgram(Map<String, String> variables) throws Exception {
        try (Program program = distribution.start(distribution.launcher(), variables, "demo")) {
            Program.Ended ended = program.await();
            assertThat(ended.exitCode()).isEqualTo(69);
            assertThat(ended.out()).isEmpty();
            return ended.err();
        }
    }
}
