package io.wwep.client;

import static io.wwep.client.ScriptedPeer.accepting;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.JavaProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
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

        assertThat(jdk.jfr.consumer.RecordingFile.readAllEvents(file))
                .extracting(event -> event.getEventType().getName())
                .contains("io.wwep.Connect", "io.wwep.Exchange");
    }

    @Test
    void aJvmWithoutFlightRecorderMakesExchanges() throws Exception {
        assertThat(run("-Xlog:class+load", "--limit-modules", "java.logging,java.naming,java.xml"))
                .doesNotContain(" jdk.jfr.");
    }
}
