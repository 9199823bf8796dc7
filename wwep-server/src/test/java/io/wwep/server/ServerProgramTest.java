package io.wwep.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.JavaProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program whose {@code main} starts a server and returns. */
class ServerProgramTest {

    /** The program, which ends when 1 is written to register 00 of device 0000. */
    static final class Program {

        private Program() {}

        private static volatile boolean started;

        public static void main(String[] arguments) throws IOException {
            WwepServer[] server = new WwepServer[1];
            server[0] = WwepServer.create()
                    .plain(0)
                    .maxConnections(1)
                    .listener(exchange -> {
                        if (started && exchange.message().equals("W0000000001")) {
                            server[0].close();
                        }
                    })
                    .start();
            started = true;
            System.out.println(server[0].port());
        }
    }

    @Test
    void theProgramRunsUntilTheServerIsClosedAndLogsItsConnections(@TempDir Path folder) throws Exception {
        Path log = folder.resolve("log");
        Path configuration = Files.writeString(folder.resolve("logback.xml"), """
                <configuration>
                  <appender name="ERR" class="ch.qos.logback.core.ConsoleAppender">
                    <target>System.err</target>
                    <encoder><pattern>%level %logger - %msg%n</pattern></encoder>
                  </appender>
                  <root level="TRACE"><appender-ref ref="ERR"/></root>
                </configuration>
                """);
        Process process = new ProcessBuilder(JavaProgram.command(
                        folder, List.of("-Dlogback.configurationFile=" + configuration), Program.class))
                .redirectError(log.toFile())
                .start();
        try (BufferedReader output = process.inputReader()) {
            int port = Integer.parseInt(output.readLine());
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            try (Peer peer = Peer.of(address)) {
                assertThat(peer.send("R0BAC0B").receive(1)).isEqualTo("X");
                try (Peer second = Peer.of(address)) {
                    assertThat(second.receiveToEnd()).isEmpty();
                }
                assertThat(peer.send("W0000000001").receive(11)).isEqualTo("A0000000001");
            }
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(Files.readString(log).lines().map(line -> line.replaceAll("127.0.0.1:\\d+", "HOST")))
                .anyMatch(line -> line.contains("DEBUG io.wwep.server - listening on HOST"))
                .anyMatch(line -> line.contains("DEBUG io.wwep.server - connection 1 from HOST is open"))
                .anyMatch(line -> line.contains("TRACE io.wwep.server - connection 1 from HOST received R0BAC0B"))
                .anyMatch(line -> line.contains("TRACE io.wwep.server - connection 1 from HOST gets the reply X"))
                .anyMatch(line -> line.contains("WARN io.wwep.server - connection 2 from HOST was refused"));
    }
}
