package io.wwep.integration.kotlin;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.integration.reactive.Boiler;
import io.wwep.testing.WwepServerExtension;
import io.wwep.testing.WwepTestServer;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The client and watches of a gateway in Kotlin, whose compiler checks nullness by our annotations. */
@ExtendWith(WwepServerExtension.class)
class KotlinTest {

    private static final Path SOURCES = Path.of("src/test/kotlin/io/wwep/integration/kotlin");

    @TempDir
    private static Path classes;

    private static KotlinCompilation lamp;
    private static KotlinCompilation mistakes;
    private static KotlinCompilation flow;

    @BeforeAll
    static void compile() throws Exception {
        List<KotlinCompilation> all = KotlinCompilation.of(
                classes, SOURCES.resolve("Lamp.kt"), SOURCES.resolve("Mistakes.kt"), SOURCES.resolve("WatchFlow.kt"));
        lamp = all.get(0);
        mistakes = all.get(1);
        flow = all.get(2);
    }

    @Test
    void correctCodeCompilesWithoutAWarningAndRuns(WwepTestServer server) throws Exception {
        assertThat(lamp.messages()).isEmpty();
        assertThat(call("LampKt", "story", server.port())).isEqualTo("null, then 4660; refused without a reason");
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

    @Test
    void changesOfAWatchArriveUntilItsFlowIsCancelledWhichEndsTheWatch(WwepTestServer server) throws Exception {
        assertThat(flow.messages()).isEmpty();
        try (Boiler boiler = new Boiler(server)) {
            assertThat(collect(boiler, 3, temperature -> boiler.heatAndPoll(temperature + 0.5)))
                    .isEqualTo(List.of(20.0, 20.5, 21.0));
            boiler.awaitUnwatched();
        }
    }

    @Test
    void aSlowCollectorOfAFlowGetsTheNewestReading(WwepTestServer server) throws Exception {
        try (Boiler boiler = new Boiler(server)) {
            assertThat(collect(boiler, 2, temperature -> {
                        boiler.heatAndPoll(50);
                        boiler.heatAndPoll(80);
                    }))
                    .isEqualTo(List.of(20.0, 80.0));
        }
    }

    @Test
    void aFlowCompletesWhenTheGatewayIsClosed(WwepTestServer server) throws Exception {
        try (Boiler boiler = new Boiler(server)) {
            assertThat(collect(boiler, Integer.MAX_VALUE, temperature -> boiler.closeGateway()))
                    .isEqualTo(List.of(20.0));
        }
    }

    private static Object collect(Boiler boiler, int most, Consumer<Double> each) throws Exception {
        return call("WatchFlowKt", "collect", boiler.watch(), most, each);
    }

    /** Calls the function of this name of a compiled file. */
    private static Object call(String file, String function, Object... arguments) throws Exception {
        URL[] places = {classes.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(places, KotlinTest.class.getClassLoader())) {
            Class<?> functions = loader.loadClass("io.wwep.integration.kotlin." + file);
            for (Method method : functions.getMethods()) {
                if (method.getName().equals(function)) {
                    return method.invoke(null, arguments);
                }
            }
        }
        throw new AssertionError(file + " has no function " + function);
    }
}
