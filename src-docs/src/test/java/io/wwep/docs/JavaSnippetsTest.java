package io.wwep.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.docs.Page.Block;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Code on the pages is included from sources that this build compiles and runs; none is typed in. */
class JavaSnippetsTest {

    private static final List<String> COMPILED = List.of("java", "kotlin", "properties", "sh");
    private static final Pattern INCLUDE = Pattern.compile("include::\\{(checkout|docs)}/([^\\[]+)\\[(.*)]");

    static Stream<Block> blocksOfCode() {
        return Checkout.pages().stream()
                .flatMap(page -> page.blocks().stream())
                .filter(block -> COMPILED.contains(block.language()));
    }

    @ParameterizedTest
    @MethodSource("blocksOfCode")
    void codeIsIncludedFromASourceThatTheBuildRuns(Block block) {
        assertThat(block.lines())
                .as("an include and nothing else")
                .allMatch(line -> INCLUDE.matcher(line).matches());
        for (String line : block.lines()) {
            Matcher include = INCLUDE.matcher(line);
            assertThat(include.matches()).isTrue();
            Path file = include.group(1).equals("docs")
                    ? Checkout.ROOT
                            .resolve("src-docs/src/test/java/io/wwep/docs")
                            .resolve(include.group(2))
                    : Checkout.ROOT.resolve(include.group(2));
            assertThat(file).exists();
            assertThat(Checkout.ROOT.relativize(file).toString())
                    .as("a source of a module that is built")
                    .matches("[a-z-]+/src/(main|test|it)/.*");
            assertTagIsThere(file, include.group(3));
        }
    }

    private static void assertTagIsThere(Path file, String attributes) {
        Matcher tag = Pattern.compile("tags?=([\\w-]+).*").matcher(attributes);
        if (tag.matches()) {
            assertThat(Checkout.text(file)).contains("tag::" + tag.group(1) + "[]", "end::" + tag.group(1) + "[]");
        }
        assertThat(Files.isRegularFile(file)).isTrue();
    }
}
