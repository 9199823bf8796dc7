package io.wwep.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Where code cannot be included, in the README and in Javadoc, it stands word for word in a source that is compiled and run.
 * Whole files of the README, which begin with their imports, are compiled and run by {@link NewProjectIT}.
 */
class ShownCodeTest {

    private static final Pattern IN_README = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern IN_JAVADOC = Pattern.compile("<pre>\\{@code\\s*\\n(.*?)}</pre>", Pattern.DOTALL);
    private static final String COMPILED = Stream.of(
                    "src-docs/src/test/java", "wwep-integration/src", "wwep-testing/src/test/java/io/wwep/testing")
            .flatMap(folder -> Checkout.files(Checkout.ROOT.resolve(folder), ".java").stream())
            .map(Checkout::text)
            .map(ShownCodeTest::bare)
            .collect(Collectors.joining("\n"));

    /** Code that is shown, and where. */
    record Shown(Path file, String code) {

        @Override
        public String toString() {
            return file.getFileName() + ": "
                    + code.lines().findFirst().orElse("").strip();
        }
    }

    static Stream<Shown> shownInReadme() {
        return shown(Checkout.ROOT.resolve("README.md"), IN_README)
                .filter(shown -> !shown.code().startsWith("import "));
    }

    static Stream<Shown> shownInJavadoc() {
        return Stream.of(
                        "wwep-pki",
                        "wwep-client",
                        "wwep-gateway",
                        "wwep-sqlite",
                        "wwep-server",
                        "wwep-server-redis",
                        "wwep-spring-boot-starter",
                        "wwep-testing")
                .map(module -> module + "/src/main/java")
                .flatMap(folder -> Checkout.files(Checkout.ROOT.resolve(folder), ".java").stream())
                .flatMap(file -> shown(file, IN_JAVADOC));
    }

    private static Stream<Shown> shown(Path file, Pattern block) {
        List<Shown> all = block.matcher(Checkout.text(file))
                .results()
                .map(found -> new Shown(file, found.group(1).replaceAll("(?m)^ *\\* ?", "")))
                .toList();
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource({"shownInReadme", "shownInJavadoc"})
    void isCompiledAndRun(Shown shown) {
        assertThat(COMPILED.contains(bare(shown.code())))
                .as("this stands in a source under src-docs/src/test/java that is run:%n%s", shown.code())
                .isTrue();
    }

    /** Without comments at the end of lines, and without space: the formatter sets both as it likes. */
    private static String bare(String code) {
        return code.replaceAll("(?m)(^|\\s)//.*$", "").replaceAll("\\s", "");
    }
}
