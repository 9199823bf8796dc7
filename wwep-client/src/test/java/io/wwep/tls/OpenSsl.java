package io.wwep.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.ForeignTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** Runs the openssl program, which writes keys and certificates in every format. */
final class OpenSsl {

    private OpenSsl() {}

    /** Runs a command, whose words contain no spaces, in a folder. */
    static void run(Path folder, String command) throws IOException, InterruptedException {
        runTool("openssl", folder, command);
    }

    /** Like {@link #run}, but for another program. */
    static void runTool(String tool, Path folder, String command) throws IOException, InterruptedException {
        Stream<String> words =
                Arrays.stream(command.strip().split("\\s+", -1)).map(word -> word.equals("''") ? "" : word);
        Process process = new ProcessBuilder(Stream.concat(Stream.of(ForeignTool.require(tool, tool)), words)
                        .toList())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(command + "\n" + output).isZero();
    }
}
