package io.wwep.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.check.ForeignTool;
import io.wwep.check.Program;
import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.protocol.WwepException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs whose output fails: a full disk, a pipe without a reader, a closed descriptor. */
class OutputLostIT {

    private static final String TO_NOBODY = "standard output cannot be written";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "led --version",
                "demo",
                "led --press 100 --every 60m --device 1",
                "packets",
                "certs show certs/wwep-demo-root-ca.pem",
                "completion bash",
                "server --port 0"
            })
    void aFullDiskEndsAProgramAtOnceWithAnError(String arguments) throws Exception {
        Program.Ended run = inShell("./wwep " + arguments + " > /dev/full");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OUTPUT_LOST);
        assertThat(run.err())
                .startsWith("wwep: " + TO_NOBODY)
                .contains("No space left")
                .doesNotContain("\tat ");
    }

    @Test
    void aClosedReaderEndsAProgramAtItsNextLine() throws Exception {
        Program.Ended run =
                inShell("(./wwep led --press 100000 --every 50ms --device 1; echo \"ended with $?\" >&2) | head -n 1");

        assertThat(run.out()).startsWith("server  ").hasLineCount(1);
        assertThat(run.err()).contains(TO_NOBODY, "ended with " + ExitCode.OUTPUT_LOST);
    }

    @Test
    void aServerStopsWhenNobodyReadsItsTable() throws Exception {
        try (Program run = Program.start(
                Checkout.ROOT,
                Checkout.ENVIRONMENT,
                List.of(
                        ForeignTool.require("sh", "dash"),
                        "-c",
                        "(./wwep server --port 0; echo \"ended with $?\" >&2) | head -n 2"))) {
            String listening = run.nextLine();
            int port = Integer.parseInt(listening.substring(listening.lastIndexOf(':') + 1));
            WwepClientBuilder builder = WwepClient.create("127.0.0.1").port(port);
            // It prints an exchange and notices that the reader is gone.
            assertThatThrownBy(() -> {
                        try (WwepClient client = builder.connect()) {
                            while (true) {
                                client.write(1, 2, 3);
                            }
                        }
                    })
                    .isInstanceOf(WwepException.class);

            assertThat(run.await().err()).contains(TO_NOBODY, "ended with " + ExitCode.OUTPUT_LOST);
        }
    }

    @Test
    void theLauncherReportsAClosedOutput() throws Exception {
        Program.Ended run = inShell("./wwep demo >&-");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OUTPUT_LOST);
        assertThat(run.err()).startsWith("wwep: standard output is closed");
    }

    private static Program.Ended inShell(String command) throws IOException, InterruptedException {
        List<String> words = List.of(ForeignTool.require("sh", "dash"), "-c", command);
        try (Program run = Program.start(Checkout.ROOT, Checkout.ENVIRONMENT, words)) {
            return run.await();
        }
    }
}
