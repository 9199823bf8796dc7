package io.wwep.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.ForeignTool;
import io.wwep.check.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the launcher in a separate checkout, with a fake Maven and a fake Java that record their calls. */
class LauncherTest {

    private static final String JAR = "wwep-examples/target/wwep-examples.jar";
    private static final List<String> SYSTEM_TOOLS =
            List.of("cat", "cksum", "dirname", "find", "head", "mkdir", "mktemp", "readlink", "rm", "sed", "touch");

    @TempDir
    private Path folder;

    private Path checkout;
    private Path tools;

    /** Creates a PATH with only the tools that the launcher needs, and fake mvn and java. */
    @BeforeEach
    void makeCheckout() throws IOException {
        ForeignTool.require("sh", "dash");
        checkout = Files.createDirectory(folder.resolve("a checkout")).toRealPath();
        Files.copy(Checkout.LAUNCHER, checkout.resolve("wwep"));
        Path shared = checkout.resolve(Checkout.SHARED_WITH_LAUNCHER);
        Files.createDirectories(shared.getParent());
        Files.copy(Checkout.ROOT.resolve(Checkout.SHARED_WITH_LAUNCHER), shared);
        Files.createDirectory(checkout.resolve(".mvn"));
        Files.createFile(checkout.resolve("pom.xml"));
        for (String module : List.of(
                "wwep-pki", "wwep-client", "wwep-sqlite", "wwep-server", "wwep-server-redis", "wwep-examples")) {
            Files.createDirectories(checkout.resolve(module + "/src/main/java"));
            Files.createFile(checkout.resolve(module + "/src/main/java/Some.java"));
            Files.createFile(checkout.resolve(module + "/pom.xml"));
        }
        tools = Files.createDirectories(folder.resolve("jdk/bin"));
        for (String tool : SYSTEM_TOOLS) {
            tool(tool, "coreutils");
        }
        script(
                "mvn",
                "echo \"$*\" >> '" + folder + "/builds'",
                "echo noise",
                "mkdir -p wwep-examples/target",
                "> " + JAR);
        java("17.0.1");
    }

    @Test
    void aFreshCloneIsBuiltQuietlyAndRun() throws Exception {
        Program.Ended run = launch("read", "two words", "");

        assertThat(run.err()).startsWith("wwep: building").hasLineCount(1);
        assertThat(run.out())
                .endsWith("[-Dwwep.home=" + checkout + "]\n[-jar]\n[" + checkout.resolve(JAR)
                        + "]\n[read]\n[two words]\n[]\n");
        assertThat(run.exitCode()).as("the program's exit code").isEqualTo(7);
        assertThat(builds()).singleElement().asString().contains("-q -B -Dmaven.test.skip", "package");
    }

    @Test
    void anUpToDateBuildRunsAtOnce() throws Exception {
        launch();

        assertThat(launch().err()).isEmpty();
        assertThat(builds()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pom.xml",
                "wwep-sqlite/pom.xml",
                "wwep-sqlite/src/main/java/Some.java",
                "wwep-server/pom.xml",
                "wwep-pki/pom.xml",
                "wwep-pki/src/main/java/Some.java",
                "wwep-client/src/main/java/Some.java",
                "wwep-server/src/main/java/Some.java",
                "wwep-server-redis/pom.xml",
                "wwep-server-redis/src/main/java/Some.java",
                "wwep-examples/src/main/java/Some.java",
                "wwep-client/src/main/java"
            })
    void aChangedFileCausesABuild(String file) throws Exception {
        launch();
        change(checkout.resolve(file));

        assertThat(launch().err()).startsWith("wwep: building");
        assertThat(builds()).hasSize(2);
        assertThat(launch().err()).isEmpty();
    }

    /** A board without a clock starts in 1970. */
    @ParameterizedTest
    @ValueSource(strings = {"1970-01-02T00:00:00Z", "2100-01-01T00:00:00Z"})
    void aChangedFileCausesOneBuildWhateverItsDate(Instant date) throws Exception {
        launch();
        Path source = checkout.resolve("wwep-client/src/main/java/Some.java");
        change(source);
        Files.setLastModifiedTime(source, FileTime.from(date));

        assertThat(launch().err()).startsWith("wwep: building");
        assertThat(launch().err()).isEmpty();
        assertThat(builds()).hasSize(2);
    }

    /** A build by Maven itself leaves no record of its sources for the launcher. */
    @Test
    void aBuildByMavenIsRunUnlessASourceIsNewer() throws Exception {
        Path jar = checkout.resolve(JAR);
        Files.createDirectories(checkout.resolve("wwep-examples/target"));
        Files.createFile(jar);
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));
        assertThat(launch().err()).isEmpty();

        Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));
        assertThat(launch().err()).startsWith("wwep: building");
    }

    @Test
    void inTheCLocaleJavaGetsAUtf8Locale() throws Exception {
        script("java", "echo \"$LC_ALL\"");
        Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"\n");

        try (Program run = start(Map.of("LC_ALL", "C"))) {
            assertThat(run.await().out()).isEqualTo("C.UTF-8\n");
        }
        try (Program run = start(Map.of("LC_ALL", "de_DE.UTF-8"))) {
            assertThat(run.await().out()).isEqualTo("de_DE.UTF-8\n");
        }
    }

    private static void change(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            Files.delete(path.resolve("Some.java"));
        } else {
            Files.writeString(path, "// changed\n", StandardOpenOption.APPEND);
        }
    }

    @Test
    void aChangeDuringABuildCountsAsNotBuilt() throws Exception {
        script(
                "mvn",
                "echo x >> '" + folder + "/builds'",
                "mkdir -p wwep-examples/target",
                "echo '<!-- changed -->' >> pom.xml",
                "> " + JAR);

        launch();
        launch();

        assertThat(builds()).hasSize(2);
    }

    @Test
    void aFailedBuildShowsMavensOutputAndRunsNothing() throws Exception {
        script("mvn", "echo 'what went wrong'", "exit 1");

        Program.Ended run = launch("demo");

        assertThat(run.exitCode()).isEqualTo(70);
        assertThat(run.err()).contains("what went wrong", "the build failed");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void whenTwoStartAtOnceOneBuildsAndTheOtherWaits() throws Exception {
        tool("flock", "util-linux");
        String makeFifo = ForeignTool.require("mkfifo", "coreutils");
        Path goOn = folder.resolve("go-on");
        try (Program fifo = Program.start(folder, Map.of(), List.of(makeFifo, goOn.toString()))) {
            assertThat(fifo.await().exitCode()).isZero();
        }
        script("mvn", "cat '" + goOn + "' >> '" + folder + "/builds'", "mkdir -p wwep-examples/target", "> " + JAR);

        try (Program first = start(Map.of())) {
            assertThat(first.nextErrorLine()).startsWith("wwep: building");
            try (Program second = start(Map.of())) {
                assertThat(second.nextErrorLine()).contains("waiting");
                Files.writeString(goOn, "one build\n");
                assertThat(first.await().exitCode()).isEqualTo(7);
                assertThat(second.await().exitCode()).isEqualTo(7);
            }
        }
        assertThat(builds()).hasSize(1);
    }

    @Test
    void itRunsFromAnywhereAndThroughLinks() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path link = Files.createSymbolicLink(elsewhere.resolve("link"), Path.of("../a checkout/wwep"));
        Path linkToLink = Files.createSymbolicLink(folder.resolve("link-to-link"), link);

        try (Program run = Program.start(elsewhere, environment(Map.of()), List.of(linkToLink.toString()))) {
            assertThat(run.await().out()).contains("[" + checkout.resolve(JAR) + "]");
        }
    }

    @Test
    void withWwepBuildNeverItRunsTheExistingBuild() throws Exception {
        Map<String, String> never = Map.of("WWEP_BUILD", "never");
        try (Program run = start(never)) {
            Program.Ended ended = run.await();
            assertThat(ended.exitCode()).isEqualTo(69);
            assertThat(ended.err()).contains("WWEP_BUILD is never", JAR);
        }

        Files.createDirectories(checkout.resolve("wwep-examples/target"));
        Files.createFile(checkout.resolve(JAR));
        Files.setLastModifiedTime(checkout.resolve(JAR), FileTime.from(Instant.EPOCH));
        try (Program run = start(never)) {
            assertThat(run.await())
                    .extracting(Program.Ended::exitCode, Program.Ended::err)
                    .containsExactly(7, "");
        }
        assertThat(builds()).isEmpty();
    }

    @Test
    void javaHomeTakesPrecedenceOverThePath() throws Exception {
        Path home = folder.resolve("other");
        Files.createDirectories(home.resolve("bin"));
        writeScript(home.resolve("bin/java"), "echo 'the other java'");
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"25\"\n");

        try (Program run = start(Map.of("JAVA_HOME", home.toString()))) {
            assertThat(run.await().out()).isEqualTo("the other java\n");
        }
    }

    @Test
    void aJavaHomeWithoutJavaIsNamed() throws Exception {
        try (Program run = start(Map.of("JAVA_HOME", folder.resolve("gone").toString()))) {
            assertThat(run.await().err()).contains("JAVA_HOME is " + folder.resolve("gone"), "JDK 17");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.8.0_422", "11.0.24", "16"})
    void aJavaThatIsTooOldIsNamed(String version) throws Exception {
        java(version);

        Program.Ended run = launch();

        assertThat(run.exitCode()).isEqualTo(69);
        assertThat(run.err()).contains("is Java " + version, "needs Java 17 or later");
        assertThat(builds()).isEmpty();
    }

    @Test
    void theReleaseFileGivesTheVersionWithoutStartingJava() throws Exception {
        java("1.8.0_422");
        Files.writeString(folder.resolve("jdk/release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"21.0.4\"\n");

        assertThat(launch().exitCode()).isEqualTo(7);
    }

    @Test
    void aMissingJavaOrMavenIsNamedWithHowToGetIt() throws Exception {
        Files.delete(tools.resolve("mvn"));
        assertThat(launch().err()).contains("no mvn on PATH", "apt-get install maven");

        Files.delete(tools.resolve("java"));
        assertThat(launch().err()).contains("no java on PATH", "openjdk-17-jdk");
    }

    /** Makes a system tool available to the launcher. */
    private void tool(String name, String debianPackage) throws IOException {
        script(name, "exec " + ForeignTool.require(name, debianPackage) + " \"$@\"");
    }

    private void java(String version) throws IOException {
        script(
                "java",
                "if [ \"$1\" = -version ]; then echo 'openjdk version \"" + version + "\"' >&2; exit; fi",
                "for argument; do echo \"[$argument]\"; done",
                "exit 7");
    }

    private void script(String name, String... lines) throws IOException {
        writeScript(tools.resolve(name), lines);
    }

    private static void writeScript(Path file, String... lines) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Program.Ended launch(String... arguments) throws IOException, InterruptedException {
        try (Program run = start(Map.of(), arguments)) {
            return run.await();
        }
    }

    private Program start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(checkout.resolve("wwep").toString()));
        command.addAll(List.of(arguments));
        return Program.start(folder, environment(environment), command);
    }

    private Map<String, String> environment(Map<String, String> more) {
        Map<String, String> environment =
                new HashMap<>(Map.of("PATH", tools.toString(), "JAVA_HOME", "", "WWEP_BUILD", ""));
        environment.putAll(more);
        return environment;
    }

    private List<String> builds() throws IOException {
        Path file = folder.resolve("builds");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }
}
