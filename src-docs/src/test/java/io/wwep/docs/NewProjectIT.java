package io.wwep.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A newcomer's first step: a Maven project of its own, outside of the checkout, with the dependency and the ten lines of the
 * README, against {@code ./wwep server}.
 */
class NewProjectIT {

    private static final String VERSION = System.getProperty("wwep.version", "");
    private static final Path README = Checkout.ROOT.resolve("README.md");

    @TempDir
    Path folder;

    @Test
    void theReadmesTenLinesCompileAndRunInAProjectOfTheirOwn() throws IOException {
        Path repository = localRepositoryWithTheClient();
        Path project = Files.createDirectories(folder.resolve("gateway"));
        Path source = Files.createDirectories(project.resolve("src/main/java")).resolve("Gateway.java");
        Files.writeString(source, program(shown("```java\\n(.*?)```")));
        try (Stream<String> pom =
                Files.lines(Checkout.ROOT.resolve("src-docs/target/test-classes/new-project/pom.xml"))) {
            Files.write(
                    project.resolve("pom.xml"),
                    pom.map(line -> line.equals("DEPENDENCY") ? shown("```xml\\n(.*?)```") : line)
                            .toList());
        }
        try (Terminal terminal = new Terminal(folder)) {
            terminal.runOn("server", "./wwep server --bind 0.0.0.0");
            terminal.in("server").await(0, "listening on 0.0.0.0:27708");
            String maven = System.getProperty("maven.home") + "/bin/mvn -B -q -o -Dmaven.repo.local=" + repository
                    + " compile dependency:build-classpath -Dmdep.outputFile=classpath && echo compiled";
            assertThat(terminal.run("cd gateway; " + maven)).endsWith("compiled");
            assertThat(terminal.run("\"$JAVA_HOME\"/bin/java -cp target/classes:$(cat classpath) Gateway"))
                    .endsWith("all ten lines ran");
            terminal.in("server").await(0, "W00F6060000  A00F6060000");
        } finally {
            unlink(repository);
            unlink(repository.resolve("io"));
        }
    }

    /** As {@code mvn install} would leave it; everything else is what the local repository has already. */
    private Path localRepositoryWithTheClient() throws IOException {
        Path known = Path.of(System.getProperty("maven.repository"));
        Path repository = Files.createDirectory(folder.resolve("repository"));
        linkAll(known, repository, "io");
        Path io = Files.createDirectory(repository.resolve("io"));
        if (Files.exists(known.resolve("io"))) {
            linkAll(known.resolve("io"), io, "wwep");
        }
        install(io, "wwep-parent", Checkout.ROOT.resolve("pom.xml"), "pom");
        install(io, "wwep-client", Checkout.ROOT.resolve("wwep-client/pom.xml"), "pom");
        install(io, "wwep-client", Checkout.ROOT.resolve("wwep-client/target/wwep-client-" + VERSION + ".jar"), "jar");
        return repository;
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

    private static void unlink(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.filter(Files::isSymbolicLink).toList()) {
                Files.delete(entry);
            }
        }
    }

    private static void install(Path io, String artifact, Path file, String type) throws IOException {
        Path target =
                Files.createDirectories(io.resolve("wwep").resolve(artifact).resolve(VERSION));
        Files.copy(file, target.resolve(artifact + "-" + VERSION + "." + type));
    }

    /** The README's first block of a kind. */
    private static String shown(String block) {
        return Pattern.compile(block, Pattern.DOTALL)
                .matcher(Checkout.text(README))
                .results()
                .findFirst()
                .map((MatchResult found) -> found.group(1))
                .orElseThrow();
    }

    private static String program(String lines) {
        List<String> imports = List.of("io.wwep.client.*", "io.wwep.protocol.*", "java.util.OptionalInt");
        return imports.stream().map(each -> "import " + each + ";\n").reduce("", String::concat)
                + "class Gateway {\n    public static void main(String[] arguments) throws Exception {\n"
                + lines
                + "        System.out.println(\"all ten lines ran\");\n    }\n}\n";
    }
}
