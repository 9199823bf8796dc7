package io.wwep.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A newcomer's first steps, as the README has them: its command to install, its project with its two files, and its command to
 * run it, against {@code ./wwep server}. Maven may load the plugins that the README's project does not pin.
 */
class NewProjectIT {

    private static final String README = Checkout.text(Checkout.ROOT.resolve("README.md"));
    private static final String MAVEN = System.getProperty("maven.home") + "/bin/mvn";
    private static final String JAVA = System.getProperty("java.home") + "/bin/java";

    /** Halves the processor time of Maven. */
    private static final String SHORT_RUN = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    private static final String INSTALL = shown("sh", "mvn -B install");
    private static final String RUN = shown("sh", "mvn -q compile");

    /** What the README says to set to see the client's log. */
    private static final String DEBUG = "-Dorg.slf4j.simpleLogger.log.io.wwep.client=debug";

    /** What Maven 3.9 binds to the phases up to {@code test}; the project pins the plugin that runs the tests. */
    private static final List<String> GOALS_OF_MAVEN_3_9 = List.of(
            "org.apache.maven.plugins:maven-resources-plugin:3.3.1:resources",
            "org.apache.maven.plugins:maven-compiler-plugin:3.13.0:compile",
            "org.apache.maven.plugins:maven-resources-plugin:3.3.1:testResources",
            "org.apache.maven.plugins:maven-compiler-plugin:3.13.0:testCompile",
            "surefire:test");

    /** What the README's command to install has filled and printed. */
    private static Path repository = Path.of("");

    private static String installed = "";

    /** What is in the checkout that it builds, before and afterwards. */
    private static Map<Path, Integer> before = Map.of();

    private static Map<Path, Integer> after = Map.of();

    @TempDir
    Path folder;

    private Path project = Path.of("");

    @BeforeAll
    @Timeout(value = 10, unit = TimeUnit.MINUTES) // it compiles several modules
    static void install(@TempDir Path shared) throws Exception {
        repository = repositoryWithoutOurs(shared);
        Path checkout = copyOfTheCheckout(shared);
        before = writtenFiles(checkout);
        installed = maven(checkout, INSTALL.strip().split(" ", -1));
        after = writtenFiles(checkout);
    }

    @BeforeEach
    void writeTheReadmesProject() throws IOException {
        project = Files.createDirectory(folder.resolve("gateway"));
        Files.writeString(project.resolve("pom.xml"), shown("xml", "<project"));
        write("src/main/java/Gateway.java", shown("java", "import io.wwep.client"));
        write("src/test/java/LampTest.java", shown("java", "import static org.junit"));
    }

    @AfterAll
    static void leaveTheKnownRepositoryAlone() throws IOException {
        unlink(repository.resolve("io"));
        unlink(repository);
    }

    @Test
    void theReadmesCommandInstallsTheJarsWithSourcesAndJavadocAndRunsNoTest() throws IOException {
        assertThat(installed).contains("BUILD SUCCESS").doesNotContain("Tests run:");
        for (String module : List.of("wwep-client", "wwep-testing")) {
            assertThat(jars(module)).as(module).contains("", "-sources", "-javadoc");
        }
    }

    @Test
    void theBuildWritesOnlyToTargetFolders() {
        assertThat(before).containsKey(Path.of("pom.xml"));
        assertThat(after).containsExactlyInAnyOrderEntriesOf(before);
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES) // Maven may load plugins
    void theReadmesProjectBuildsAndRuns() throws Exception {
        assertThat(maven(project, "mvn", "-B", "test"))
                .contains("Tests run: 1, Failures: 0")
                .contains("BUILD SUCCESS");
        maven(project, "mvn", "-q", "exec:help");
        String command = RUN.strip()
                .replaceFirst("^mvn", Matcher.quoteReplacement(MAVEN + " -o -Dmaven.repo.local=" + repository));
        assertThat(README).contains("`" + DEBUG + "`");
        assertThat(runBesideTheServer(
                        "export MAVEN_OPTS='" + SHORT_RUN + "'; " + command + "; " + command + " " + DEBUG))
                .containsSubsequence(
                        "1234, OptionalInt.empty, A0FAC0B1234",
                        "DEBUG io.wwep.client - #1 127.0.0.1:27708",
                        "1234, OptionalInt.empty, A0FAC0B1234");
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES) // Maven may load plugins
    void theReadmesProjectBuildsWithThePluginsOfMaven39Too() throws Exception {
        List<String> command = new ArrayList<>(List.of("mvn", "-B"));
        command.addAll(GOALS_OF_MAVEN_3_9);
        assertThat(maven(project, command.toArray(String[]::new)))
                .contains("Tests run: 1, Failures: 0")
                .contains("BUILD SUCCESS");
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES) // Maven may load plugins
    void aJarWithEverythingRunsIfItsSignaturesAreLeftOut() throws Exception {
        String plugin = Checkout.text(Checkout.ROOT.resolve("src-docs/src/test/resources/fat-jar/plugin.xml"));
        String pom = Files.readString(project.resolve("pom.xml"));
        String byDefault = plugin.replaceFirst("(?s)<filters>.*</filters>", "");
        Files.writeString(project.resolve("pom.xml"), pom.replace("<plugins>", "<plugins>" + byDefault));
        maven(project, "mvn", "-B", "package", "-Dmaven.test.skip");
        assertThat(runBesideTheServer(JAVA + " -jar target/gateway-1.jar")).contains("Invalid signature file digest");

        Files.writeString(project.resolve("pom.xml"), pom.replace("<plugins>", "<plugins>" + plugin));
        maven(project, "mvn", "-B", "package", "-Dmaven.test.skip");
        assertThat(runBesideTheServer(JAVA + " -jar target/gateway-1.jar"))
                .contains("1234, OptionalInt.empty, A0FAC0B1234");
    }

    /** Runs a command in the project's folder, with the server on its usual port. */
    private String runBesideTheServer(String command) throws IOException {
        try (Terminal terminal = new Terminal(folder)) {
            terminal.runOn("server", "./wwep server");
            terminal.in("server").await(0, "listening on 127.0.0.1:27708");
            return terminal.run("cd gateway; " + command);
        }
    }

    /** Runs a command of Maven's, and gives what it printed. */
    private static String maven(Path where, String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(command));
        all.set(0, MAVEN);
        all.add("-Dmaven.repo.local=" + repository);
        ProcessBuilder builder =
                new ProcessBuilder(all).directory(where.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("MAVEN_OPTS", SHORT_RUN);
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** All that is under version control, by its folders: sources without what was built of them. */
    private static Path copyOfTheCheckout(Path folder) throws IOException {
        Path copy = folder.resolve("checkout");
        Set<String> left = Set.of("target", ".git");
        Files.walkFileTree(Checkout.ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) throws IOException {
                if (left.contains(String.valueOf(each.getFileName()))) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(copy.resolve(Checkout.ROOT.relativize(each)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, copy.resolve(Checkout.ROOT.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
        return copy;
    }

    /** All files outside of target folders, each with a hash of its content. */
    private static Map<Path, Integer> writtenFiles(Path checkout) throws IOException {
        Map<Path, Integer> files = new HashMap<>();
        for (Path file : Checkout.files(checkout, "")) {
            files.put(checkout.relativize(file), Arrays.hashCode(Files.readAllBytes(file)));
        }
        return files;
    }

    /** A local repository with all that the known one has, but for what is ours. */
    private static Path repositoryWithoutOurs(Path folder) throws IOException {
        Path known = Path.of(System.getProperty("maven.repository"));
        Path fresh = Files.createDirectory(folder.resolve("repository"));
        linkAll(known, fresh, "io");
        Files.createDirectory(fresh.resolve("io"));
        if (Files.exists(known.resolve("io"))) {
            linkAll(known.resolve("io"), fresh.resolve("io"), "wwep");
        }
        return fresh;
    }

    /** The classifiers of a module's jars in the repository. */
    private List<String> jars(String module) throws IOException {
        try (Stream<Path> files = Files.walk(repository.resolve("io/wwep").resolve(module))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .map(name -> name.replaceFirst(".*SNAPSHOT|.*\\d", "").replace(".jar", ""))
                    .toList();
        }
    }

    private static void linkAll(Path from, Path to, String except) throws IOException {
        try (Stream<Path> entries = Files.list(from)) {
            for (Path entry : entries.toList()) {
                if (!entry.getFileName().toString().equals(except)) {
                    Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
                }
            }
        }
    }

    private static void unlink(Path linked) throws IOException {
        try (Stream<Path> entries = Files.list(linked)) {
            for (Path entry : entries.filter(Files::isSymbolicLink).toList()) {
                Files.delete(entry);
            }
        }
    }

    private void write(String file, String text) throws IOException {
        Path path = project.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    /** The README's block of this kind that begins so. */
    private static String shown(String kind, String begin) {
        return Pattern.compile("```" + kind + "\\n(" + Pattern.quote(begin) + ".*?)```", Pattern.DOTALL)
                .matcher(README)
                .results()
                .findFirst()
                .map((MatchResult found) -> found.group(1))
                .orElseThrow();
    }
}
