package io.wwep.client;

import static io.wwep.client.ScriptedPeer.accepting;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.JavaProgram;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Flight Recorder costs a program that does not use it: one small class, and no event. */
class FlightRecorderOffTest {

    @TempDir
    private Path folder;

    private String run(String... options) throws IOException, InterruptedException {
        try (ScriptedPeer peer = new ScriptedPeer(accepting())) {
            Process process = new ProcessBuilder(JavaProgram.command(
                            folder, List.of(options), ExchangeProgram.class, String.valueOf(peer.port())))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            assertThat(peer.requests()).containsExactly("W0FAC0B1234");
            return output;
        }
    }

    @Test
    void noEventIsLoadedWhileNothingIsRecorded() throws Exception {
        List<String> lines = run("-Xlog:class+load").lines().toList();

        assertThat(lines.subList(0, lines.indexOf(ExchangeProgram.BUILT)))
                .as("before the first exchange")
                .noneMatch(line -> line.contains(" jdk.jfr."));
        assertThat(lines.stream().filter(line -> line.contains(" jdk.jfr.")))
                .as("in all")
                .singleElement()
                .asString()
                .contains(" jdk.jfr.FlightRecorder ");
        assertThat(lines).noneMatch(line -> line.matches(".* io\\.wwep\\.client\\.internal\\.\\w+Event .*"));
    }

    @Test
    void theFirstExchangeIsRecordedWhenARecordingRunsFromTheStart() throws Exception {
        Path file = folder.resolve("flight.jfr");

        run("-XX:StartFlightRecording:filename=" + file);

        assertThat(RecordingFile.readAllEvents(file))
                .extracting(event -> event.getEventType().getName())
                .contains("io.wwep.Connect", "io.wwep.Exchange");
    }

    @Test
    void aFrameworkThatHidesFlightRecorderRunsTheClient() throws Exception {
        ClassLoader hiding = new ClassLoader(ClassLoader.getPlatformClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (name.startsWith("jdk.jfr.")) {
                    throw new ClassNotFoundException(name);
                }
                return super.loadClass(name, resolve);
            }
        };
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                URLClassLoader bundle = new URLClassLoader(classPath(), hiding);
                Recording recording = new Recording()) {
            recording.start();
            Method main = bundle.loadClass(ExchangeProgram.class.getName()).getDeclaredMethod("main", String[].class);
            main.setAccessible(true);

            main.invoke(null, (Object) new String[] {String.valueOf(peer.port())});

            assertThat(peer.requests()).containsExactly("W0FAC0B1234");
        }
    }

    private static URL[] classPath() throws IOException {
        List<URL> all = new ArrayList<>();
        for (String each : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            all.add(Path.of(each).toUri().toURL());
        }
        return all.toArray(URL[]::new);
    }

    @Test
    void aJvmWithoutFlightRecorderMakesExchanges() throws Exception {
        assertThat(run("-Xlog:class+load", "--limit-modules", "java.logging,java.naming,java.xml"))
                .doesNotContain(" jdk.jfr.");
    }
}
