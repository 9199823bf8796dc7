package io.wwep.examples;

import static io.wwep.examples.InProcess.wwep;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.LeakCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class LabCommandTest {

    @TempDir
    private Path folder;

    /** Returns what the page answers; its connection ends at once, as a pool's would not. */
    private static String get(String base, String path) {
        URI address = URI.create(base);
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(20_000);
            String request =
                    "GET " + path + " HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String page(String line) {
        assertThat(line).matches("page: http://.*:\\d+/");
        return line.substring("page: ".length());
    }

    @Test
    void itShowsItsPortsAndItsPage() throws Exception {
        try (RunningCommand lab = new RunningCommand("lab", "--port", "0", "--tls-port", "0", "--web-port", "0")) {
            assertThat(lab.next()).matches("listening on 127\\.0\\.0\\.1:\\d+ and 127\\.0\\.0\\.1:\\d+ with TLS");
            String page = page(lab.next());
            assertThat(get(page, "/api/state")).contains("\"instructor\":true").contains("\"course\":false");
            assertThat(get(page, "/ca.pem")).endsWith(Files.readString(DemoMaterial.authority()));
            assertThat(lab.end()).isZero();
        }
    }

    @Test
    void aPageForTheNetworkHasAnInstructorsLinkAndAnAuthorityOfItsOwn() throws Exception {
        try (RunningCommand lab = new RunningCommand(
                "lab",
                "--port",
                "0",
                "--tls-port",
                "0",
                "--web-port",
                "0",
                "--web-bind",
                "0.0.0.0",
                "--web-name",
                "lab.example")) {
            String listening = lab.next();
            String page = page(lab.next());
            String line = lab.next();
            while (line.startsWith("page: ")) {
                line = lab.next();
            }
            assertThat(page).startsWith("http://lab.example:");
            assertThat(line).matches("instructor: http://lab\\.example:\\d+/#instructor=[0-9a-f]{32}");
            String local = page.replace("lab.example", "127.0.0.1");
            assertThat(get(local, "/api/state")).contains("\"instructor\":false");
            String pem = get(local, "/ca.pem");
            Path authority = folder.resolve("ca.pem");
            Files.writeString(authority, pem.substring(pem.indexOf("-----BEGIN")));
            String tlsPort = listening.replaceFirst(".*:(\\d+) with TLS", "$1");
            assertThat(wwep("write --tls --ca " + authority + " --port " + tlsPort + " 0FAC 0B 1234")
                            .exitCode())
                    .isZero();
            assertThat(lab.end()).isZero();
        }
    }

    @Test
    void itKeepsTheClassInAFile() throws Exception {
        Path file = folder.resolve("class.json");
        try (RunningCommand lab = new RunningCommand(
                "lab", "--port", "0", "--tls-port", "0", "--web-port", "0", "--class", file.toString())) {
            lab.next();
            assertThat(lab.next()).isEqualTo("keeps the class in " + file);
            page(lab.next());
            assertThat(lab.end()).isZero();
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RunningCommand lab = new RunningCommand(
                        "lab", "--port", "0", "--tls-port", "0", "--web-port", "" + taken.getLocalPort())) {
            assertThat(lab.next())
                    .contains("the page cannot listen on 127.0.0.1:" + taken.getLocalPort())
                    .contains("--web-port");
            assertThat(lab.end()).isEqualTo(ExitCode.NO_CONNECTION);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--instructor-token=short",
                "--instructor-token=with_a_<script>_in_it",
                "--web-bind=nowhere.invalid",
                "--web-name=a/b",
                "--course=6.5",
                "--web-port=65536"
            })
    void badOptionsAreExplained(String option) {
        InProcess result = wwep("lab " + option);
        assertThat(result.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(result.err()).contains(option.substring(0, option.indexOf('=')));
    }

    @Test
    void aDamagedClassFileIsNamedAndLeftAsItIs(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("class.json"), "{\"x\":");

        InProcess run = InProcess.wwep(
                List.of("lab", "--port", "0", "--tls-port", "0", "--web-port", "0", "--class", file.toString()));

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.err())
                .startsWith("wwep: --class: " + file + " is damaged: the progress is not JSON; repair it, or give"
                        + " another file to start over");
        assertThat(file).hasContent("{\"x\":");
    }
}
