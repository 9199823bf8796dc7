package io.wwep.examples;

import static io.wwep.examples.InProcess.wwep;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.WwepReply;
import io.wwep.server.ServerProfile;
import io.wwep.server.WwepServer;
import io.wwep.testing.Answer;
import io.wwep.testing.WwepTestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class PacketsCommandTest {

    @Test
    void aServerThatReadsTheStreamIgnoresPackets() {
        InProcess run = wwep("packets --pause 5ms");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("sent      [W00F6050001]")
                .contains("sent      [W][0][0][F][6][0][5][0][0][0][1]")
                .contains("sent      [W00F6050001R00F605W00F6050000]")
                .contains("received  [A00F6050001A00F6050001A00F6050000]")
                .contains("reads the stream");
    }

    @Test
    void theCoursesServerTreatsAPauseAsTheEndAndAPacketAsOneMessage() throws IOException {
        try (WwepServer server =
                WwepServer.create().plain(0).profile(ServerProfile.COURSE).start()) {
            InProcess run = wwep(
                    "packets --host 127.0.0.1 --timeout 10s --port " + server.port() + " --device 0FAC --pause 300ms");

            assertThat(run.exitCode()).isZero();
            assertThat(run.out())
                    .contains("received  [A0FAC050001]")
                    .contains("and the server replied before the other")
                    .contains("[X illegal message length], then the server closed the connection")
                    .contains("did not wait for the rest", "treats requests that arrive in one packet as one message")
                    .contains("each request whole, in its own packet");
        }
    }

    @Test
    void aMissingServerIsNoConnection() throws IOException {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }

        InProcess run = wwep("packets --host 127.0.0.1 --port " + port);

        assertThat(run.exitCode()).isEqualTo(ExitCode.NO_CONNECTION);
        assertThat(run.err()).contains("cannot connect to 127.0.0.1:" + port, "check");
    }

    @Test
    void aSilentServerIsNoReply() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            InProcess run =
                    wwep("packets --host 127.0.0.1 --port " + silent.getLocalPort() + " --timeout 50ms --pause 1ms");

            assertThat(run.exitCode()).isEqualTo(ExitCode.NO_REPLY);
            assertThat(run.out())
                    .contains("received  nothing")
                    .contains("3 of 3 were not answered within 50 ms.", "--timeout");
        }
    }

    @Test
    void aTlsServerShowsNothingAboutPackets() throws IOException {
        try (WwepServer server =
                WwepServer.create().tls(0, DemoMaterial.server()).start()) {
            InProcess run = wwep("packets --host 127.0.0.1 --port " + server.tlsPort() + " --pause 1ms");

            assertThat(run.exitCode()).isEqualTo(ExitCode.NO_REPLY);
            assertThat(run.out())
                    .contains("is not WWEP: check that --port is the plain port")
                    .doesNotContain("its own packet");
        }
    }

    @Test
    void aServerThatRefusesTheWholeWriteShowsNothingAboutPackets() throws IOException {
        try (WwepTestServer server = WwepTestServer.start()) {
            server.dispatcher(request -> Answer.of(WwepReply.refused()));
            InProcess run = wwep("packets --host 127.0.0.1 --port " + server.port() + " --pause 1ms");

            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).contains("shows nothing about packets");
        }
    }

    /** Such a server reads for a while, and then looks for whole requests in its buffer. */
    @Test
    void aServerThatDoesNotWaitForTheRestStillSeparatesJoinedRequests() throws IOException {
        try (PacketServer server = new PacketServer(packet -> packet.length() == 29
                ? "A00F6050001A00F6050001A00F6050000"
                : packet.length() == 11 ? "A00F6050001" : "X")) {
            InProcess run = wwep("packets --host 127.0.0.1 --port " + server.port());

            assertThat(run.out())
                    .contains("did not wait for the rest", "separated the requests that arrived in one packet")
                    .contains("each request whole, in one packet.")
                    .doesNotContain("as one message");
        }
    }

    @Test
    void aServerThatDropsWhatFollowsARequestIsDistinguishedFromOneThatJoinsThem() throws IOException {
        try (PacketServer server = new PacketServer(packet -> packet.length() >= 11 ? "A00F6050001" : "X")) {
            InProcess run = wwep("packets --host 127.0.0.1 --port " + server.port());

            assertThat(run.out()).contains("answered only 1 of the 3 requests").doesNotContain("as one message");
        }
    }

    @Test
    void aServerThatReassemblesBytesButJoinsRequestsNeedsOneAtATime() throws IOException {
        try (WwepServer course = WwepServer.create()
                .plain(0)
                .profile(ServerProfile.COURSE)
                .messageTimeout(Duration.ofSeconds(2))
                .start()) {
            InProcess run =
                    wwep("packets --host 127.0.0.1 --port " + course.port() + " --pause 1ms --timeout 10s --device 1");

            assertThat(run.out())
                    .contains("reassembled the request that arrived byte by byte", "one request at a time");
        }
    }

    /** A server that answers each packet separately. */
    private static final class PacketServer implements AutoCloseable {

        private final ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        private final Thread thread = new Thread(this::serve, "server-of-packets");
        private final UnaryOperator<String> answer;

        PacketServer(UnaryOperator<String> answer) throws IOException {
            this.answer = answer;
            thread.start();
        }

        int port() {
            return listening.getLocalPort();
        }

        private void serve() {
            byte[] packet = new byte[100];
            while (!listening.isClosed()) {
                try (Socket client = listening.accept()) {
                    int count = client.getInputStream().read(packet);
                    while (count >= 0) {
                        String text = new String(packet, 0, count, StandardCharsets.US_ASCII);
                        client.getOutputStream().write(answer.apply(text).getBytes(StandardCharsets.US_ASCII));
                        count = client.getInputStream().read(packet);
                    }
                } catch (IOException e) {
                    // The client closed the connection, or the test is over.
                }
            }
        }

        @Override
        public void close() throws IOException {
            listening.close();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
