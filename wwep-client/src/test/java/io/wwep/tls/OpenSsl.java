package io.wwep.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.ForeignTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** The openssl program, which makes keys and certificates in every format there is. */
final class OpenSsl {

    private OpenSsl() {}

    /** Runs a command of words without spaces in them, in a folder. */
    static void run(Path folder, String command) throws IOException, InterruptedException {
        runTool("openssl", folder, command);
    }

    /** As {@link #run}, of another program. */
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
