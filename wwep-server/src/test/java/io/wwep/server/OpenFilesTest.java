package io.wwep.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.JavaProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose limit of open files is below its number of connections. */
class OpenFilesTest {

    private static final int OPEN_FILES = 150;

    /** The server program, which ends when its standard input does. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) throws IOException {
            try (WwepServer server = WwepServer.create().plain(0).start()) {
                System.out.println(server.port());
                System.out.println(Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .toList());
                System.in.transferTo(OutputStream.nullOutputStream());
            }
        }
    }

    @Test
    void withoutFileDescriptorsTheServerServesItsConnectionsAndAcceptsAgainLater(@TempDir Path folder)
            throws Exception {
        Path configuration = Files.writeString(folder.resolve("logback.xml"), """
                <configuration>
                  <appender name="ERR" class="ch.qos.logback.core.ConsoleAppender">
                    <target>System.err</target>
                    <encoder><pattern>%level %msg%n%nopex</pattern></encoder>
                  </appender>
                  <root level="INFO"><appender-ref ref="ERR"/></root>
                </configuration>
                """);
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n " + OPEN_FILES + "; exec \"$@\"", "sh"));
        command.addAll(
                JavaProgram.command(folder, List.of("-Dlogback.configurationFile=" + configuration), Program.class));
        Process process = new ProcessBuilder(command).start();
        List<Peer> peers = new ArrayList<>();
        try (BufferedReader output = process.inputReader();
                BufferedReader log = process.errorReader()) {
            InetSocketAddress server =
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(output.readLine()));
            peers.add(Peer.of(server));
            if (Runtime.version().feature() >= 21) {
                assertThat(output.readLine())
                        .as("what virtual threads need to wait for sockets is open before the first connection")
                        .contains("Poller");
            }
            // Loads the classes that serve a connection while file descriptors are left.
            assertThat(peers.get(0).send("R0BAC0B").receive(1)).isEqualTo("X");
            while (peers.size() < OPEN_FILES) {
                peers.add(Peer.of(server));
            }
            assertThat(log.readLine())
                    .contains("WARN wwep-server-" + server.getPort() + " cannot accept a connection", "ulimit -n");
            assertThat(peers.get(0).send("R0BAC0B").receive(1)).isEqualTo("X");
            // The last peer waits in the system's queue until a file descriptor is free.
            for (Peer peer : peers.subList(0, OPEN_FILES - 1)) {
                peer.close();
            }
            assertThat(peers.get(OPEN_FILES - 1).send("R0BAC0B").receive(1)).isEqualTo("X");

            process.getOutputStream().close();
            assertThat(process.waitFor()).isZero();
            assertThat(log.lines()).as("only counts").allMatch(line -> line.contains("more like it"));
        } finally {
            process.destroyForcibly().waitFor();
            for (Peer peer : peers) {
                peer.close();
            }
        }
    }
}
