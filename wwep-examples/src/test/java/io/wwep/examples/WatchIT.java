package io.wwep.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.ForeignTool;
import io.wwep.check.Program;
import io.wwep.testing.Fault;
import io.wwep.testing.WwepTestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code ./wwep watch} in its own process until a signal ends it. */
class WatchIT {

    private static final String UNSET = "\"value\":null,\"previous\":null,\"quality\":\"UNSET\",\"cause\":null}";

    @TempDir
    private Path folder;

    @Test
    void eachChangeIsAnObjectOnALineUntilSigterm() throws Exception {
        try (WwepTestServer server = WwepTestServer.start();
                Program watch = watch(server, "--register", "05", "--type", "int16", "--json")) {
            assertThat(watch.nextLine())
                    .matches("\\{\"time\":\"[^\"]+Z\",\"device\":\"0FAC\",\"register\":\"05\",\"name\":null,"
                            + "\"type\":\"int16\".*")
                    .endsWith(UNSET);
            server.put(0x0FAC, 0x05, 0xFED4);
            assertThat(watch.nextLine())
                    .endsWith("\"value\":-300,\"previous\":null,\"quality\":\"GOOD\",\"cause\":null}");

            server.fault(Fault.close().afterRequest().untilCleared());
            assertThat(watch.nextLine()).contains("\"value\":-300,", "\"quality\":\"STALE\",\"cause\":\"");

            watch.terminate();
            Program.Ended ended = watch.await();
            assertThat(ended.exitCode()).isZero();
            assertThat(ended.err()).isEmpty();
        }
    }

    @Test
    void scaledNumbersAreDecimal() throws Exception {
        try (WwepTestServer server = WwepTestServer.start()) {
            server.put(0x0FAC, 0x05, 234);
            try (Program watch = watch(server, "--scale", "0.1", "--json")) {
                assertThat(watch.nextLine()).contains("\"register\":\"05\"", "\"value\":23.4,");
                watch.terminate();
                Program.Ended ended = watch.await();
                assertThat(ended.err())
                        .isEqualTo("wwep: watching 1 of 256 registers, all that were ever written: 05\n");
                assertThat(ended.exitCode()).isZero();
            }
        }
    }

    @Test
    void aTerminalShowsATableUntilControlC() throws Exception {
        try (WwepTestServer server = WwepTestServer.start()) {
            server.put(0x0FAC, 0x05, 1);
            try (Tmux terminal = new Tmux(
                    folder,
                    "trap : INT; ./wwep watch --device 0FAC --every 100ms --port " + server.port()
                            + "; echo \"ended with $?\"; cat")) {
                terminal.awaitScreen("register  value      quality  read at", "05        1          GOOD");
                server.put(0x0FAC, 0x05, 2);
                terminal.awaitScreen("05        2          GOOD");
                terminal.type("C-c");
                terminal.awaitScreen("05        2          GOOD", "ended with 0");
            }
        }
    }

    @Test
    void aDumbTerminalGetsLines() throws Exception {
        try (WwepTestServer server = WwepTestServer.start()) {
            server.put(0x0FAC, 0x05, 1);
            try (Tmux terminal = new Tmux(
                    folder,
                    "trap : INT; export TERM=dumb; ./wwep watch --device 0FAC --every 100ms --port " + server.port()
                            + "; echo \"ended with $?\"; cat")) {
                terminal.awaitScreen("continuing with plain lines", "05        1             GOOD");
                server.put(0x0FAC, 0x05, 2);
                terminal.awaitScreen("05        1             GOOD", "05        2             GOOD");
                terminal.type("C-c");
                terminal.awaitScreen("ended with 0");
            }
        }
    }

    @Test
    void aFullDiskIsAnError() throws Exception {
        try (WwepTestServer server = WwepTestServer.start()) {
            List<String> words = List.of(
                    ForeignTool.require("sh", "dash"),
                    "-c",
                    "./wwep watch --device 1 --register 5 --json --port " + server.port() + " > /dev/full");
            try (Program run = Program.start(Checkout.ROOT, Checkout.ENVIRONMENT, words)) {
                Program.Ended ended = run.await();
                assertThat(ended.exitCode()).isEqualTo(ExitCode.OUTPUT_LOST);
                assertThat(ended.err()).startsWith("wwep: standard output cannot be written");
            }
        }
    }

    private static Program watch(WwepTestServer server, String... options) throws Exception {
        List<Object> words =
                new ArrayList<>(List.of("watch", "--device", "0FAC", "--every", "100ms", "--port", server.port()));
        words.addAll(List.of(options));
        return Checkout.wwep(words.toArray());
    }
}
