package io.wwep.integration.kotlin;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.testing.WwepServerExtension;
import io.wwep.testing.WwepTestServer;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The client in Kotlin, whose compiler checks nullness by our annotations. */
@ExtendWith(WwepServerExtension.class)
class KotlinTest {

    private static final Path SOURCES = Path.of("src/test/kotlin/io/wwep/integration/kotlin");

    @TempDir
    private static Path classes;

    private static KotlinCompilation lamp;
    private static KotlinCompilation mistakes;

    @BeforeAll
    static void compile() throws Exception {
        List<KotlinCompilation> both =
                KotlinCompilation.of(classes, SOURCES.resolve("Lamp.kt"), SOURCES.resolve("Mistakes.kt"));
        lamp = both.get(0);
        mistakes = both.get(1);
    }

    @Test
    void correctCodeCompilesWithoutAWarningAndRuns(WwepTestServer server) throws Exception {
        assertThat(lamp.messages()).isEmpty();
        URL[] places = {classes.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(places, getClass().getClassLoader())) {
            Object result = loader.loadClass("io.wwep.integration.kotlin.LampKt")
                    .getMethod("story", int.class)
                    .invoke(null, server.port());
            assertThat(result).isEqualTo("null, then 4660; refused without a reason");
        }
        assertThat(server.find(0x0FAC, 0x0B)).hasValue(0x1234);
    }

    @Test
    void aForbiddenNullAndAnUncheckedNullDoNotCompile() throws Exception {
        List<String> lines = Files.readAllLines(mistakes.source());
        List<Integer> wrong = IntStream.rangeClosed(1, lines.size())
                .filter(line -> lines.get(line - 1).endsWith("// does not compile"))
                .boxed()
                .toList();
        assertThat(wrong).hasSize(2);
        assertThat(mistakes.linesWithErrors()).containsExactlyElementsOf(wrong);
    }
}
